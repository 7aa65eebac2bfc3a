package survey

import (
	"context"
	"maps"
	"slices"
	"time"

	"sendpath/decide/check"
	"sendpath/decide/crash"
	"sendpath/decide/evidence"
	"sendpath/decide/probe/resolve"
)

// A run is one survey under way. Its state belongs to one goroutine; askers and probes send to it.
type run struct {
	surveyor *Surveyor
	subject  check.Subject
	progress func(Event)
	limit    time.Duration

	dns   evidence.Set
	ports []check.Port
	asked map[evidence.Question]bool
	tried map[server]bool
	open  int // askers and probes under way

	answered chan func() evidence.Set // a panic of the asker's goroutine comes out here
	looked   chan func() check.Port
}

type server struct {
	host string
	port uint16
}

// maxQuestions bounds what one survey asks, for records that name ever more records.
const maxQuestions = 2000

func newRun(ctx context.Context, s *Surveyor, subject check.Subject, progress func(Event)) *run {
	r := &run{surveyor: s, subject: subject, progress: progress,
		dns: evidence.Set{}, asked: map[evidence.Question]bool{}, tried: map[server]bool{},
		answered: make(chan func() evidence.Set), looked: make(chan func() check.Port)}
	if deadline, ok := ctx.Deadline(); ok {
		r.limit = time.Until(deadline)
	}
	return r
}

// start sends out everything that can be asked now and was not. After the end of ctx nothing goes out.
func (r *run) start(ctx context.Context) {
	if ctx.Err() != nil {
		return
	}
	for _, q := range r.missing() {
		if !r.asked[q] && len(r.asked) < maxQuestions {
			r.asked[q] = true
			r.open++
			go r.ask(ctx, q)
		}
	}
	if r.surveyor.WithoutServers {
		return
	}
	for _, t := range r.subject.Targets(r.dns) {
		if s := (server{t.Host, t.Port}); !r.tried[s] {
			r.tried[s] = true
			r.open++
			go func() { r.looked <- crash.Try(func() check.Port { return r.surveyor.look(ctx, t) }) }()
		}
	}
}

// missing returns the questions that the subject raises, as far as the answers go, and that have none.
func (r *run) missing() []evidence.Question {
	look := r.dns.Look()
	r.subject.Read(look)
	return look.Missing()
}

func (r *run) ask(ctx context.Context, q evidence.Question) {
	r.answered <- crash.Try(func() evidence.Set { return r.surveyor.asker(q).Ask(ctx, []evidence.Question{q}) })
}

// asker returns who has to be asked: this network's address only of those who were named for it.
func (s *Surveyor) asker(q evidence.Question) resolve.Asker {
	if q != check.MyAddress && q != check.MyAddressGoogle {
		return s.DNS
	}
	if outside, named := s.Outside[q]; named {
		return outside
	}
	return resolve.Offline{}
}

// wait takes what comes in first, and what else has come in by then: answers to questions that went out
// together come together, and are read once.
func (r *run) wait() {
	select {
	case set := <-r.answered:
		r.takeAnswers(set())
	case p := <-r.looked:
		r.takePort(p())
	}
	for {
		select {
		case set := <-r.answered:
			r.takeAnswers(set())
		case p := <-r.looked:
			r.takePort(p())
		default:
			return
		}
	}
}

func (r *run) takeAnswers(set evidence.Set) {
	r.open--
	for q, a := range set {
		r.dns[q] = a
		r.tell(Event{Question: &q})
	}
}

func (r *run) takePort(p check.Port) {
	r.open--
	r.ports = append(r.ports, p)
	r.tell(Event{Port: &p})
}

func (r *run) tell(e Event) {
	if r.progress != nil {
		e.Open, e.Known = r.open, r.observed()
		r.progress(e)
	}
}

// maxRounds bounds giveUp: without answers few questions lead to others, and those soon to none.
const maxRounds = 64

// giveUp counts as unanswered what was not asked any more, so that nothing left out passes for fine.
func (r *run) giveUp() {
	for range maxRounds {
		missing := r.missing()
		if len(missing) == 0 {
			return
		}
		for _, q := range missing {
			r.dns[q] = evidence.Answer{Outcome: evidence.Timeout}
		}
	}
}

// observed returns what is known, in an order that does not depend on who answered first.
func (r *run) observed() check.Observations {
	ports := slices.Clone(r.ports)
	slices.SortFunc(ports, func(a, b check.Port) int { return int(b.Port) - int(a.Port) })
	return check.Observations{DNS: maps.Clone(r.dns), Ports: ports, Limit: r.limit}
}
