package cli

import (
	"context"
	"net/netip"
	"slices"

	"github.com/spf13/cobra"

	"sendpath/decide"
	"sendpath/decide/evidence"
	"sendpath/decide/probe/resolve"
	"sendpath/decide/spf"
	"sendpath/decide/words"
)

// spfFlags are the flags of the spf command.
type spfFlags struct {
	ip, sender, helo string
	add              []string
	asJSON           bool
}

func spfCommand(e *environment) *cobra.Command {
	s := &spfFlags{}
	cmd := &cobra.Command{
		Use:   "spf DOMAIN",
		Short: e.lang.Say("show the SPF record as a tree, evaluate it, or extend it"),
		Args:  oneDomain,
		RunE: func(cmd *cobra.Command, args []string) error {
			return s.run(cmd.Context(), e, args[0], cmd.Flags().Changed("sender"))
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&s.ip, "ip", "", e.lang.Say("`ADDRESS` of a sender: tell whether the record lets it send"))
	flags.StringVar(&s.sender, "sender", "", e.lang.Say("`ADDRESS` in MAIL FROM, with --ip (default: postmaster of the domain)"))
	flags.StringVar(&s.helo, "helo", "", e.lang.Say("`NAME` in EHLO, with --ip (default: the domain)"))
	flags.StringArrayVar(&s.add, "add", nil, e.lang.Say("`ADDRESS` to add: print the record that lets it send, and what changes; may be repeated"))
	flags.BoolVar(&s.asJSON, "json", false, e.lang.Say("as a JSON object"))
	return cmd
}

// An spfTask is what is asked about a domain's record.
type spfTask struct {
	domain string
	query  *spf.Query     // evaluate this, or nil
	add    []netip.Prefix // merge these, or none
}

// An spfReport is what came out. Evaluation and change are nil unless they were asked for.
type spfReport struct {
	domain     string
	tree       spf.Tree
	exists     bool
	evaluation *spf.Evaluation
	change     *spf.Change
	proof      spf.Proof
	// passedBefore: all addresses to add passed SPF by the published record.
	passedBefore bool
}

// read answers the task from what look has; it is pure, and run again when answers come in.
func (t spfTask) read(look *evidence.Look) spfReport {
	r := spfReport{domain: t.domain, tree: spf.Inspect(look, t.domain)}
	r.exists = r.tree.Outcome != evidence.NoName
	if t.query != nil {
		e := spf.Evaluate(look, *t.query)
		r.evaluation = &e
	}
	if len(t.add) > 0 {
		survey := decide.ReadDNS(look, t.domain, "")
		change := spf.Merge(look, spf.Request{Domain: t.domain, Include: survey.Cloud.SPFInclude, Addresses: t.add, Enforcing: survey.DMARC.Enforces()})
		r.change = &change
		if change.Kind != spf.ChangeUnknown {
			r.proof = spf.Prove(look, t.domain, change.Current, change.Proposed, t.add)
			r.passedBefore = t.passed(look)
		}
	}
	return r
}

// passed reports whether the published record lets all addresses to add send.
func (t spfTask) passed(look *evidence.Look) bool {
	all := true
	for _, prefix := range t.add {
		q := spf.Query{IP: prefix.Addr(), Domain: t.domain, Sender: "postmaster@" + t.domain, Helo: t.domain}
		all = spf.Evaluate(look, q).Result == spf.Pass && all
	}
	return all
}

// complete asks DNS until the task is answered, or ctx ends.
func (t spfTask) complete(ctx context.Context, asker resolve.Asker) spfReport {
	var report spfReport
	resolve.Complete(ctx, asker, evidence.Set{}, func(look *evidence.Look) { report = t.read(look) })
	return report
}

// task reads the command line. With --ip even a name that is no domain has a result (RFC 7208, section
// 4.3), so it is taken as it stands.
func (s *spfFlags) task(e *environment, typed string, senderGiven bool) (spfTask, error) {
	domain, err := e.domain(typed)
	if err != nil && s.ip == "" {
		return spfTask{}, err
	}
	if err != nil {
		domain = typed
	}
	add, wrong := e.prefixes("--add", s.add)
	t := spfTask{domain: domain, add: add}
	if s.ip != "" {
		ip, err := netip.ParseAddr(s.ip)
		if err != nil {
			wrong = append(wrong, words.Sentencef("--ip: found %s; allowed: an IPv4 or IPv6 address", quoted(s.ip)))
		}
		t.query = s.query(e, ip, domain, senderGiven)
	} else if s.sender != "" || s.helo != "" {
		wrong = append(wrong, words.Sentencef("--sender and --helo say how mail comes from an address: give it with --ip"))
	}
	if len(wrong) > 0 {
		return spfTask{}, misuse(e.addressHint(s.add), wrong...)
	}
	return t, nil
}

// query fills in what was not given. An empty --sender is the null reverse-path.
func (s *spfFlags) query(e *environment, ip netip.Addr, domain string, senderGiven bool) *spf.Query {
	q := &spf.Query{IP: ip, Domain: domain, Sender: s.sender, Helo: s.helo, Time: e.now().Unix()}
	if q.Helo == "" {
		q.Helo = domain
	}
	if !senderGiven {
		q.Sender = "postmaster@" + domain
	}
	return q
}

func (s *spfFlags) run(ctx context.Context, e *environment, typed string, senderGiven bool) error {
	task, err := s.task(e, typed, senderGiven)
	if err != nil {
		return err
	}
	asker, closer := e.asker()
	defer closer()
	bounded, cancel := context.WithTimeout(ctx, e.common.timeout)
	defer cancel()
	report := task.complete(bounded, asker)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	e.note(report.status())
	if s.asJSON {
		return e.printJSON(report.json(e.lang))
	}
	return e.print(e.spfText(report))
}

// status is the exit status: an error in the record or a result other than pass goes before an answer
// that is missing.
func (r spfReport) status() status {
	switch {
	case len(r.errors()) > 0:
		return problem
	case r.evaluation != nil && r.evaluation.Result == spf.TempError, r.unread() && (r.evaluation == nil || r.change != nil):
		return unknown
	case r.evaluation != nil && r.evaluation.Result != spf.Pass:
		return problem
	}
	return done
}

// errors are the problems for which receivers reject the record, and a domain that is not there.
func (r spfReport) errors() []spf.Problem {
	errors := slices.DeleteFunc(slices.Clone(r.tree.Problems), func(p spf.Problem) bool { return !p.Breaks() })
	if !r.exists && r.evaluation == nil {
		errors = append(errors, spf.Problem{ID: spf.IDNoDomain, Text: "DNS knows no domain %s.", Args: []any{decide.ShowDomain(r.domain)}})
	}
	return errors
}

// unread reports that an answer of DNS is missing.
func (r spfReport) unread() bool {
	return slices.ContainsFunc(r.tree.Problems, func(p spf.Problem) bool { return p.ID == spf.IDUnread })
}

// An spfJSON is the promised form; warnings and proof go beyond it.
type spfJSON struct {
	Domain      string          `json:"domain"`
	Records     []string        `json:"records"`
	Lookups     int             `json:"lookups"`
	VoidLookups int             `json:"void_lookups"`
	Terms       []termJSON      `json:"terms"`
	Errors      []string        `json:"errors"`
	Warnings    []string        `json:"warnings"`
	Result      spf.Result      `json:"result,omitempty"`
	Matched     *string         `json:"matched,omitempty"`
	Reason      string          `json:"reason,omitempty"`
	Explanation string          `json:"explanation,omitempty"` // the domain owner's
	Proposed    *string         `json:"proposed,omitempty"`
	Strings     []string        `json:"strings,omitempty"`
	Change      *spf.ChangeKind `json:"change,omitempty"`
	Proof       []string        `json:"proof,omitempty"`
}

type termJSON struct {
	Text     string     `json:"text"`
	Lookups  int        `json:"lookups"` // own and below
	Children []termJSON `json:"children"`
}

func (r spfReport) json(lang *words.Language) spfJSON {
	out := spfJSON{Domain: r.domain, Records: append([]string{}, r.tree.Texts...), Lookups: r.tree.Lookups, VoidLookups: r.tree.VoidLookups,
		Terms: termsJSON(r.tree.Nodes), Errors: sayProblems(r.errors(), lang), Warnings: sayProblems(r.warnings(), lang)}
	if e := r.evaluation; e != nil {
		out.Result, out.Matched, out.Reason, out.Explanation = e.Result, &e.Matched, e.Reason.Say(lang), e.Explanation
	}
	if c := r.change; c != nil {
		out.Proposed, out.Strings, out.Change = &c.Proposed, append([]string{}, c.Strings...), &c.Kind
		out.Proof = sayProblems(r.proof.Findings, lang)
	}
	return out
}

// warnings are the problems of the published record that do not break it.
func (r spfReport) warnings() []spf.Problem {
	return slices.DeleteFunc(slices.Clone(r.tree.Problems), func(p spf.Problem) bool { return p.Breaks() })
}

func termsJSON(nodes []spf.Node) []termJSON {
	terms := []termJSON{}
	for _, n := range nodes {
		terms = append(terms, termJSON{n.Term.Text, n.Lookups, termsJSON(n.Children)})
	}
	return terms
}

func sayProblems(problems []spf.Problem, lang *words.Language) []string {
	said := []string{}
	for _, p := range problems {
		said = append(said, p.Say(lang))
	}
	return said
}
