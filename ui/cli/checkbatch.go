package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"strings"

	"github.com/spf13/cobra"

	"sendpath/decide"
	"sendpath/decide/check"
	"sendpath/decide/clean"
	"sendpath/decide/crash"
	"sendpath/decide/evidence"
	"sendpath/decide/probe/resolve"
	"sendpath/decide/words"
	"sendpath/ui/batch"
)

// A batchCheck compares saved plans with DNS as it is now.
type batchCheck struct {
	*environment
	flags   *checkFlags
	asker   resolve.Asker
	subject check.Subject // what the flags say of all plans
	network evidence.Set  // this network's address, where it is asked for: the same for all plans
	meter   *progressLine

	counts     map[check.Status]int
	total, bad int
}

// checkArguments wants a domain, or saved plans in its place.
func (c *checkFlags) checkArguments(cmd *cobra.Command, args []string) error {
	if c.batch == "" {
		return oneDomain(cmd, args)
	}
	if len(args) > 0 {
		return misuse(helpHint, words.Sentencef("unexpected argument %s", quoted(args[0])))
	}
	return c.onlyForBatch()
}

// onlyForBatch refuses what a batch has no use for: the saved plans say it.
func (c *checkFlags) onlyForBatch() error {
	var wrong []sayer
	for _, flag := range []struct {
		name  string
		given bool
	}{
		{"--answers", c.answers.file != ""}, {"--record", c.record != ""}, {"--method", c.method != ""}, {"--ip", len(c.ips) > 0},
	} {
		if flag.given {
			wrong = append(wrong, words.Sentencef("--batch and %s exclude each other", flag.name))
		}
	}
	if len(wrong) > 0 {
		return misuse("", wrong...)
	}
	return nil
}

func (c *checkFlags) runBatch(ctx context.Context, e *environment) error {
	var subject check.Subject
	if err := c.apply(e, &subject); err != nil {
		return err
	}
	plans, err := openSaved(ctx, e, c.batch)
	if err != nil {
		return err
	}
	defer plans.close()
	asker, closer := e.asker()
	defer closer()
	b := &batchCheck{environment: e, flags: c, subject: subject, asker: resolve.Remember(asker, e.now), counts: map[check.Status]int{}}
	if isTerminal(e.errs) {
		b.meter = newProgressLine(e, true, plans.total)
	}
	b.network = b.thisNetwork(ctx)
	defer batch.TradeMemory()()
	err = batch.Ordered(ctx, batch.Waiting, plans.next, b.compare, b.report)
	b.meter.end()
	if err != nil {
		return err
	}
	return b.summary(plans)
}

// thisNetwork asks once for this network's address, where it is said to be the devices' one. Both questions have an
// answer then: what third parties were not asked is asked of nobody.
func (b *batchCheck) thisNetwork(ctx context.Context) evidence.Set {
	set, subject := evidence.Set{}, b.subject
	if subject.Place != check.Same || subject.WithoutAddressLookup {
		return set
	}
	subject.WithoutBlocklist = true
	b.nameContacts(subject)
	ctx, cancel := context.WithTimeout(ctx, b.common.timeout)
	defer cancel()
	surveyor, closer := b.surveyor()
	defer closer()
	for _, q := range []evidence.Question{check.MyAddress, check.MyAddressGoogle} {
		asker, named := surveyor.Outside[q]
		if !named || len(set[check.MyAddress].Records) > 0 {
			asker = resolve.Offline{}
		}
		set[q] = asker.Ask(ctx, []evidence.Question{q})[q]
	}
	return set
}

// A comparison is what became of one saved plan. Its JSON form is a promise to scripts.
type comparison struct {
	Plan     string          `json:"plan"` // where it stands: a file, or a line of one
	Customer string          `json:"customer"`
	Domain   string          `json:"domain"`
	AsOf     decide.Day      `json:"as_of"`
	Status   check.Status    `json:"status"`
	Changes  []check.Finding `json:"changes"` // what is not as it was, or could not be found out
	Error    string          `json:"error"`   // why there is no comparison
}

// compare reads a saved plan, asks DNS, and compares. A plan that the program breaks on is one that
// cannot be read, and the others go on.
func (b *batchCheck) compare(ctx context.Context, saved savedPlan) (result comparison) {
	defer func() {
		if broken := crash.Of(recover()); broken != nil {
			result = comparison{Plan: saved.name, Changes: []check.Finding{}, Error: b.lang.Say(brokeOnIt, clean.Line(broken.Kind, 0), broken.Place())}
		}
	}()
	result = comparison{Plan: saved.name, Changes: []check.Finding{}}
	subject, err := b.read(saved)
	if err != nil {
		result.Error = clean.Line(said(err).In(b.lang), 0)
		return result
	}
	set := evidence.Set{}
	maps.Copy(set, b.network)
	limited, cancel := context.WithTimeout(ctx, b.common.timeout)
	defer cancel()
	resolve.Complete(limited, b.asker, set, subject.ReadDrift)
	if ctx.Err() != nil {
		return comparison{} // stopped: half an answer is none
	}
	result.Customer, result.Domain, result.AsOf = subject.Record.Answers[decide.Customer], subject.Domain, subject.Record.AsOf
	findings := check.Compare(subject, set, b.lang)
	result.Status = check.Worst(findings)
	for _, f := range findings {
		if f.Status != check.OK {
			result.Changes = append(result.Changes, f)
		}
	}
	return result
}

// read is a saved plan as something to compare with. Where the device stands is not known unless it is
// said: a technician's computer stands in no customer's network.
func (b *batchCheck) read(saved savedPlan) (check.Subject, error) {
	if saved.err != nil {
		return check.Subject{}, saved.err
	}
	record, err := check.ReadRecord(saved.data)
	if err != nil {
		return check.Subject{}, err
	}
	subject, err := record.Subject(record.Domain, b.asOf())
	if err != nil {
		return check.Subject{}, err
	}
	subject.Place = b.subject.Place
	if subject.Place == check.NotSaid {
		subject.Place = check.Elsewhere
	}
	subject.WithoutAddressLookup, subject.AllowDocumentation = b.subject.WithoutAddressLookup, b.subject.AllowDocumentation
	return subject, nil
}

// report tells about a plan when its turn has come.
func (b *batchCheck) report(c comparison) error {
	if c.Plan == "" {
		return nil
	}
	b.total++
	defer b.meter.count(false)
	if c.Error != "" {
		b.bad++
		c.Status = check.Unknown
		b.meter.hide()
		b.warn(words.Sentencef("%s: %s", c.Plan, c.Error))
		if !b.flags.asJSON {
			return nil
		}
	}
	b.counts[c.Status]++
	b.noteFindings(c.Changes)
	if b.flags.asJSON {
		var line bytes.Buffer
		encoder := json.NewEncoder(&line)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(c); err != nil {
			return err
		}
		return b.printBytes(clean.JSON(line.Bytes()))
	}
	if len(c.Changes) == 0 {
		return nil
	}
	b.meter.hide()
	return b.print(b.comparisonText(c))
}

// comparisonText is a plan with what is not as it was.
func (b *batchCheck) comparisonText(c comparison) string {
	var text strings.Builder
	name := decide.ShowDomain(c.Domain)
	if c.Customer != "" {
		name = clean.Line(c.Customer, 0) + ", " + name
	}
	fmt.Fprintf(&text, "%s\n", b.lang.Say("%s, plan of %s (%s)", name, string(c.AsOf), clean.Line(c.Plan, 0)))
	width := 0
	for _, status := range attention {
		width = max(width, len([]rune(b.lang.Say(statusTexts[status]))))
	}
	for _, f := range c.Changes {
		text.WriteString(b.findingText(f, width))
	}
	return text.String()
}

// summary counts, and says what was no plan.
func (b *batchCheck) summary(plans *savedPlans) error {
	if !b.flags.asJSON {
		err := b.print(b.lang.Say("Saved plans: %d. Changed: %d. Not known: %d. As they were: %d.",
			b.total, b.counts[check.Problem], b.counts[check.Unknown], b.counts[check.OK]) + "\n")
		if err != nil {
			return err
		}
	}
	switch {
	case plans.failed != nil:
		return unreadable(b.flags.batch, plans.failed)
	case b.total == 0:
		return misuse("make some with: sendpath plan --batch FILE.csv --output DIR", words.Sentencef("%s holds no saved plan", quoted(b.flags.batch)))
	case b.bad > 0:
		return misuse("", words.Sentencef("%d of %d saved plans cannot be read", b.bad, b.total))
	}
	return nil
}
