package cli

import (
	"bufio"
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sendpath/decide"
	"sendpath/decide/check"
	"sendpath/decide/probe/survey"
	"sendpath/decide/words"
)

// checkFlags are the flags of the check command.
type checkFlags struct {
	answers answerFlags
	record  string
	ips     []string
	method  string
	network string
	skip    []string
	asJSON  bool
	batch   string
}

func checkCommand(e *environment) *cobra.Command {
	c := &checkFlags{answers: answerFlags{questions: decide.Device}}
	cmd := &cobra.Command{
		Use:   "check DOMAIN",
		Short: e.lang.Say("look at DNS and try the servers from this network"),
		Long:  e.lang.Say("It sends no message and signs in nowhere. Third parties that are asked are named first; --skip leaves them out."),
		Args:  c.checkArguments,
		RunE: func(cmd *cobra.Command, args []string) error {
			if c.batch != "" {
				return c.runBatch(cmd.Context(), e)
			}
			return c.run(cmd.Context(), e, args[0])
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&c.answers.file, "answers", "", e.lang.Say("`FILE` with answers, or a plan saved as JSON (YAML or JSON; - for standard input)"))
	flags.StringVar(&c.record, "record", "", e.lang.Say("`FILE` with a plan saved as JSON: tell what has changed since"))
	flags.StringVar(&c.method, "method", "", e.lang.Say("`METHOD` to check: smtp-auth, relay, direct-send (default: that of the answers, else all)"))
	flags.StringArrayVar(&c.ips, "ip", nil, e.lang.Say("`ADDRESS` that the device sends from, as the internet sees it; may be repeated"))
	flags.StringVar(&c.network, "network", "", e.lang.Say("`PLACE` of this computer: same (the device's network) or elsewhere"))
	flags.StringSliceVar(&c.skip, "skip", nil, e.lang.Say("`NAMES` of third parties not to ask: public-address, blocklist"))
	flags.StringVar(&c.batch, "batch", "", e.lang.Say("`DIR|FILE` with many saved plans: read DNS again, and tell what has changed since"))
	flags.BoolVar(&c.asJSON, "json", false, e.lang.Say("as a JSON object, with --batch one a line"))
	return cmd
}

// oneDomain wants one argument.
func oneDomain(_ *cobra.Command, args []string) error {
	switch len(args) {
	case 0:
		return misuse(helpHint, words.Sentencef("the domain is missing"))
	case 1:
		return nil
	}
	return misuse(helpHint, words.Sentencef("unexpected argument %s", quoted(args[1])))
}

// domain reads a domain as it was typed.
func (e *environment) domain(text string) (string, error) {
	reading, err := decide.Device.ByKey(decide.Domain).Parse(text, e.form())
	if err != nil {
		return "", misuse("", said(err))
	}
	return reading.Value, nil
}

// said is an error of the engine as a sentence.
func said(err error) sayer {
	if s, ok := err.(sayer); ok {
		return s
	}
	return words.Sentencef("%s", err.Error())
}

func (c *checkFlags) run(ctx context.Context, e *environment, typed string) error {
	domain, err := e.domain(typed)
	if err != nil {
		return err
	}
	subject, err := c.subject(ctx, e, domain)
	if err != nil {
		return err
	}
	observed, subject := c.observe(ctx, e, subject)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	findings := check.Findings(subject, observed, e.lang)
	e.noteFindings(findings)
	if c.asJSON {
		return e.printJSON(checkResult(subject, observed, findings))
	}
	return e.print(e.checkText(subject, observed, findings))
}

// noteFindings raises the exit status to what was found.
func (e *environment) noteFindings(findings []check.Finding) {
	switch check.Worst(findings) {
	case check.Problem:
		e.note(problem)
	case check.Unknown:
		e.note(unknown)
	}
}

// subject is what is to be checked: from answers, from the saved plan, or from flags alone.
func (c *checkFlags) subject(ctx context.Context, e *environment, domain string) (check.Subject, error) {
	subject := check.Subject{Domain: domain, AsOf: e.asOf()}
	if c.answers.file != "" {
		given, err := c.answers.read(ctx, e)
		if err != nil {
			return subject, err
		}
		if subject, err = e.fromAnswers(given, domain); err != nil {
			return subject, err
		}
	}
	if c.record != "" {
		record, err := e.readRecord(ctx, c.record)
		if err != nil {
			return subject, err
		}
		if subject, err = withRecord(subject, record, c.answers.file != ""); err != nil {
			return subject, misuse("", said(err))
		}
	}
	if err := c.apply(e, &subject); err != nil {
		return subject, err
	}
	return subject, nil
}

// fromAnswers is the subject of the plan that the answers give; DNS does not matter for it.
func (e *environment) fromAnswers(g given, domain string) (check.Subject, error) {
	if own := g.answers[decide.Domain]; own != "" && own != domain {
		return check.Subject{}, misuse("", words.Sentencef("the answers are for %s, not for %s", decide.ShowDomain(own), decide.ShowDomain(domain)))
	}
	g.answers[decide.Domain] = domain
	return check.ForPlan(decide.Decide(decide.Case{Answers: g.answers, AsOf: e.asOf()}, nil)), nil
}

// withRecord compares a subject with a saved plan, whose method and addresses it takes over unless there
// are answers of today.
func withRecord(subject check.Subject, record *check.Record, answered bool) (check.Subject, error) {
	saved, err := record.Subject(subject.Domain, subject.AsOf)
	if err != nil {
		return subject, err
	}
	if answered {
		subject.Record = record
		return subject, nil
	}
	return saved, nil
}

// maxRecord bounds a saved plan.
const maxRecord = 4 << 20

func (e *environment) readRecord(ctx context.Context, path string) (*check.Record, error) {
	in, name, err := e.open(ctx, path)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	data, err := io.ReadAll(io.LimitReader(in, maxRecord+1))
	if err != nil {
		return nil, unreadable(name, err)
	}
	if len(data) > maxRecord {
		return nil, misuse("", words.Sentencef("%s is too long for a saved plan", quoted(name)))
	}
	record, err := check.ReadRecord(data)
	if err != nil {
		return nil, misuse("save a plan with: sendpath plan --format json --output FILE", words.Sentencef("%s:", quoted(name)), said(err))
	}
	return record, nil
}

// apply puts the flags over the subject, and reports all that are wrong.
func (c *checkFlags) apply(e *environment, subject *check.Subject) error {
	var wrong []sayer
	if addresses, bad := e.prefixes("--ip", c.ips); len(bad) > 0 {
		wrong = append(wrong, bad...)
	} else if len(addresses) > 0 {
		subject.Addresses = addresses
	}
	method, bad := readMethod(c.method)
	wrong = append(wrong, bad...)
	if method != "" && method != subject.Method {
		subject.Method, subject.Authentication = method, ""
	}
	switch check.Place(c.network) {
	case check.NotSaid, check.Same, check.Elsewhere:
		subject.Place = check.Place(c.network)
	default:
		wrong = append(wrong, words.Sentencef("--network: found %s; allowed: %s, %s", quoted(c.network), string(check.Same), string(check.Elsewhere)))
	}
	for _, name := range c.skip {
		switch name {
		case check.IDAddress:
			subject.WithoutAddressLookup = true
		case check.IDBlocklist:
			subject.WithoutBlocklist = true
		default:
			wrong = append(wrong, words.Sentencef("--skip: found %s; allowed: %s, %s", quoted(name), check.IDAddress, check.IDBlocklist))
		}
	}
	subject.AllowDocumentation = e.common.allowDocumentation
	if len(wrong) > 0 {
		return misuse(e.addressHint(c.ips), wrong...)
	}
	return nil
}

// readMethod reads one of the three methods; "" is none.
func readMethod(text string) (decide.Method, []sayer) {
	if text == "" || slices.Contains(methodNames(), text) {
		return decide.Method(text), nil
	}
	return "", []sayer{words.Sentencef("--method: found %s; allowed: %s", quoted(text), strings.Join(methodNames(), ", "))}
}

func methodNames() []string {
	names := make([]string, len(decide.Methods))
	for i, m := range decide.Methods {
		names[i] = string(m)
	}
	return names
}

// observe names the third parties, and runs the survey within --timeout. Meanwhile somebody at a
// terminal may say where this computer stands.
func (c *checkFlags) observe(ctx context.Context, e *environment, subject check.Subject) (check.Observations, check.Subject) {
	ctx, cancel := context.WithTimeout(ctx, e.common.timeout)
	defer cancel()
	surveyor, closer := e.surveyor()
	defer closer()
	e.nameContacts(subject)
	place := c.askPlace(ctx, e)
	observed := surveyor.Run(ctx, subject, nil)
	if place != nil {
		select {
		case subject.Place = <-place:
		case <-ctx.Done():
		}
	}
	return observed, subject
}

// nameContacts names the third parties that will be asked, where any are.
func (e *environment) nameContacts(subject check.Subject) {
	if e.common.offline || e.world != nil {
		return
	}
	for _, contact := range subject.Contacts(e.lang) {
		e.warn(words.Sentencef("%s Decline with --skip %s.", contact.Text, contact.ID))
	}
}

// surveyor returns what surveys, and what closes it.
func (e *environment) surveyor() (*survey.Surveyor, func()) {
	if e.world != nil {
		return imitatedSurveyor(e.world), func() {}
	}
	asker, closer := e.asker()
	if e.common.offline {
		return &survey.Surveyor{DNS: asker, WithoutServers: true}, closer
	}
	outside := survey.ThirdParties()
	return &survey.Surveyor{DNS: asker, Outside: outside}, func() { outside.Close(); closer() }
}

// askPlace asks somebody at a terminal whether this computer stands in the device's network; nil where
// nobody can be asked, or it was said.
func (c *checkFlags) askPlace(ctx context.Context, e *environment) <-chan check.Place {
	if c.network != "" || c.asJSON || e.common.offline || c.answers.file == "-" || c.record == "-" || !isTerminal(e.in) || !isTerminal(e.out) {
		return nil
	}
	io.WriteString(e.errs, e.lang.Say("Does this computer stand in the same network as the device? (y, n, enter if you do not know) "))
	place := make(chan check.Place, 1)
	go func() {
		line, err := bufio.NewReader(e.stdin(ctx)).ReadString('\n')
		if err == nil || errors.Is(err, io.EOF) {
			place <- readPlace(line)
		}
	}()
	return place
}

// readPlace understands yes and no in both languages.
func readPlace(line string) check.Place {
	switch answer := strings.ToLower(strings.TrimSpace(line)); {
	case strings.HasPrefix(answer, "y"), strings.HasPrefix(answer, "s"):
		return check.Same
	case strings.HasPrefix(answer, "n"):
		return check.Elsewhere
	}
	return check.NotSaid
}
