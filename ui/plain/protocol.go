package plain

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"

	"sendpath/decide"
	"sendpath/decide/clean"
	"sendpath/decide/device"
	"sendpath/decide/words"
)

// An Inquiry is a question as the protocol writes it. Its fields are a promise; further ones may join.
type Inquiry struct {
	ID       string   `json:"id"`
	Set      string   `json:"set"`
	Text     string   `json:"text"`
	Help     string   `json:"help"`
	Values   []Value  `json:"values"`
	List     bool     `json:"list"`
	Required bool     `json:"required"`
	Default  string   `json:"default"`
	Number   int      `json:"number"`
	Of       int      `json:"of"`
	Notes    []string `json:"notes"`
	Error    string   `json:"error"`
}

// A Value is one of a closed list.
type Value struct {
	Value string `json:"value"`
	Text  string `json:"text"`
}

// A Review is the answers so far as the protocol writes them.
type Review struct {
	Answers []Answered `json:"review"`
	Left    []string   `json:"left"`
	Notes   []string   `json:"notes"`
	Error   string     `json:"error"`
}

// An Answered is one answer, with what the plan assumes in its place where there is none.
type Answered struct {
	ID      string `json:"id"`
	Text    string `json:"text"`
	Value   string `json:"value"`
	Said    string `json:"said"`
	Assumed string `json:"assumed"`
}

// Serve asks a program the questions in lines of JSON, as the package says, and returns the answers. The
// error is ErrEnded, or that of a stream.
func Serve(ctx context.Context, o Options) (decide.Answers, error) {
	p := &protocol{session: newSession(ctx, o)}
	return p.converse(p)
}

// protocol is the face for programs.
type protocol struct {
	*session
	notes []string // to tell with the next line
}

// put writes a line of JSON and reads the reply. A line too long is a reply with a mistake.
func (p *protocol) put(message any) (reply, error) {
	p.notes = nil
	var line bytes.Buffer
	encoder := json.NewEncoder(&line)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(message); err != nil {
		return reply{}, err
	}
	if _, err := p.Prompts.Write(clean.JSON(line.Bytes())); err != nil {
		return reply{}, err
	}
	return p.reply()
}

// reply reads the line back.
func (p *protocol) reply() (reply, error) {
	line, err := p.read()
	if errors.Is(err, errTooLong) {
		return reply{mistake: words.Sentencef(lineTooLong)}, nil
	}
	if err != nil {
		return reply{}, err
	}
	return readReply(line), nil
}

// ask puts one question until it is answered or left.
func (p *protocol) ask(q *decide.Question) error {
	mistake := ""
	for {
		r, err := p.put(p.inquiry(q, mistake))
		if err != nil {
			return err
		}
		if r.verb == toReview {
			_, err := p.reread()
			return err
		}
		if err = p.obey(q, r); err == nil {
			return nil
		}
		mistake = clean.Line(p.sayError(err), 0)
	}
}

// obey does what a reply to a question says. The error, a words.Sentence, says why it cannot.
func (p *protocol) obey(q *decide.Question, r reply) error {
	switch r.verb {
	case toAnswer, toGoOn:
		reading, err := p.take(q, r.text)
		for _, note := range reading.Notes {
			p.notes = append(p.notes, clean.Line(note.In(p.Language), 0))
		}
		return err
	case toSkip:
		if !p.Talk.Skip() {
			return words.Sentencef("this question cannot be skipped")
		}
		return nil
	}
	return p.move(r)
}

// move leaves a question or the review for another question.
func (p *protocol) move(r reply) error {
	switch r.verb {
	case toGoBack:
		if !p.Talk.Back() {
			return words.Sentencef("this is the first question")
		}
		return nil
	case toChange:
		for _, q := range p.Talk.Review() {
			if q.Name() == r.text {
				p.Talk.Change(q)
				return nil
			}
		}
		return words.Sentencef("only a question that is answered, and matters, can be changed")
	}
	return r.mistake
}

// review reads the answers back behind the last question.
func (p *protocol) review() (done bool, err error) { return p.reread() }

// reread reads the answers back. It reports whether they are to be taken: questions may be left then.
func (p *protocol) reread() (done bool, err error) {
	mistake := ""
	for {
		r, err := p.put(p.readBack(mistake))
		switch {
		case err != nil:
			return false, err
		case r.verb == toReview:
			mistake = ""
			continue
		case r.verb == toGoOn:
			return true, nil
		case r.verb == toAnswer, r.verb == toSkip:
			err = words.Sentencef("this is the review: only next, back, change and review are understood")
		default:
			err = p.move(r)
		}
		if err == nil {
			return false, nil
		}
		mistake = clean.Line(p.sayError(err), 0)
	}
}

func (p *protocol) inquiry(q *decide.Question, mistake string) Inquiry {
	number, of := p.Talk.Number()
	i := Inquiry{
		ID: q.Name(), Set: p.Talk.Set(), Text: p.Language.Say(q.Ask), Help: p.Language.Say(q.Why),
		Values: p.values(q), List: q.List, Required: q.Asked == decide.Required,
		Default: p.Talk.Default(q), Number: number, Of: of, Notes: noted(p.notes), Error: mistake,
	}
	if q.FindOut != "" {
		i.Help += " " + p.Language.Say(q.FindOut)
	}
	return i
}

// values lists what may be answered, empty where any text may be.
func (p *protocol) values(q *decide.Question) []Value {
	values := []Value{}
	for _, o := range choices(q, p.Language) {
		values = append(values, Value{o.value, o.text})
	}
	if q.Key == decide.DeviceID {
		for _, profile := range device.All() {
			values = append(values, Value{profile.ID, deviceName(profile, p.Language)})
		}
	}
	return values
}

func (p *protocol) readBack(mistake string) Review {
	r := Review{Answers: []Answered{}, Left: []string{}, Notes: noted(p.notes), Error: mistake}
	for _, q := range p.Talk.Review() {
		value := p.Talk.Given(q.Key)
		said := clean.Line(inWords(q, value, p.Language), 0)
		r.Answers = append(r.Answers, Answered{q.Name(), p.Language.Say(q.Ask), clean.Line(value, 0), said, p.Talk.Assumed(q)})
	}
	for _, q := range p.Talk.Left() {
		r.Left = append(r.Left, q.Name())
	}
	return r
}

// noted is never null in JSON.
func noted(notes []string) []string { return append([]string{}, notes...) }
