package render

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"sendpath/decide"
	"sendpath/decide/servers"
	"sendpath/decide/words"
)

// The formats of a local relay: set-up, files and commands in one text.
const (
	Postfix       Format = "postfix"
	ExchangeRelay Format = "exchange-relay"
)

// RelayFormats returns the formats that WriteRelay knows.
func RelayFormats() []Format { return []Format{Postfix, ExchangeRelay} }

// WriteRelay writes how to set a local relay up. The fixed words are said in lang, nil for English.
// The error is the writer's, or names a format that does not exist.
func WriteRelay(w io.Writer, f Format, r servers.Relay, lang *words.Language) error {
	var b bytes.Buffer
	c := relayComposer{r, lang}
	switch f {
	case Postfix:
		c.postfix(&b)
	case ExchangeRelay:
		c.exchange(&b)
	default:
		return fmt.Errorf("no format %q", string(f))
	}
	_, err := w.Write(fit(b.Bytes()))
	return err
}

// A relayComposer says a local relay in a language.
type relayComposer struct {
	servers.Relay
	lang *words.Language
}

func (c relayComposer) say(t words.Text, args ...any) string { return c.lang.Say(t, args...) }

var upstreamTitles = map[servers.Upstream]words.Text{
	servers.UpstreamAddress:     "A connector in Exchange Online knows the relay by its public address.",
	servers.UpstreamCertificate: "A connector in Exchange Online knows the relay by its certificate.",
	servers.UpstreamOAuth:       "The relay signs in with a mailbox and a token (OAuth).",
	servers.UpstreamPassword:    "The relay signs in with a mailbox and its password.",
}

// postfix writes the set-up of Postfix with every file in full.
func (c relayComposer) postfix(b *bytes.Buffer) {
	s := c.sheet(c.say("%s: local relay with Postfix", c.owner()), c.lang.Say(upstreamTitles[c.Upstream]))
	s.Sections = append(s.Sections, c.steps(c.Steps), c.commands("script", c.say("Exchange Online PowerShell (Connect-ExchangeOnline)"), c.Script), c.warnings(c.Warnings))
	layOutText(b, s, c.lang)
	for _, file := range PostfixFiles(c.Relay, c.lang) {
		fmt.Fprintf(b, "\n---- %s (%s) ----\n%s", file.Path, file.Mode, file.Text)
	}
}

// exchange writes the commands that let the devices in at an Exchange Server.
func (c relayComposer) exchange(b *bytes.Buffer) {
	s := c.sheet(c.say("%s: local relay with Exchange Server", c.owner()), c.say("A receive connector takes the devices' mail; the server's send connector hands it to Microsoft 365."))
	s.Sections = append(s.Sections, c.steps(c.ExchangeSteps), c.commands("receive", c.lang.Say(shellTitles[servers.ExchangeManagementShell]), c.Receive), c.warnings(c.ExchangeWarnings))
	layOutText(b, s, c.lang)
}

func (c relayComposer) sheet(title, headline string) sheet {
	s := sheet{Lang: c.lang.Code(), Title: title, Headline: headline}
	s.Facts = append(s.Facts, value{Label: c.say("Domain"), Value: decide.ShowDomain(c.Domain), Prose: true})
	devices := c.Named()
	s.Facts = append(s.Facts, value{Label: c.say("Devices"), Value: strings.Join(devices, ", ")},
		value{Label: c.say("Day"), Value: string(c.AsOf), Prose: true})
	if len(devices) == 0 {
		s.Facts[1].Beside = c.say("still missing")
	}
	return s
}

func (c relayComposer) owner() string {
	if c.Customer != "" {
		return c.Customer
	}
	return decide.ShowDomain(c.Domain)
}

func (c relayComposer) steps(steps []decide.Step) section {
	return serversComposer{servers.Plan{Steps: steps}, c.lang, composer{}}.steps()
}

func (c relayComposer) warnings(warnings []decide.Warning) section {
	return composer{decide.Plan{Warnings: warnings}, c.lang}.warnings()
}

func (c relayComposer) commands(id, title string, commands []decide.Command) section {
	return section{ID: id, Title: title, Code: script(decide.Plan{Script: commands}, c.lang),
		Intro: []string{c.say("Read it first, then run it part by part.")}}
}
