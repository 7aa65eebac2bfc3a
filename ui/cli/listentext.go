package cli

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"sendpath/decide"
	"sendpath/decide/clean"
	"sendpath/decide/probe/listen"
	"sendpath/decide/words"
	"sendpath/ui"
)

// listenText is the report for people: what will be refused first, then answers, methods, and what each
// attempt showed.
func (e *environment) listenText(report listen.Report, file string, lower bool) string {
	f := report.Findings
	if f.Remote == "" {
		return e.notesText("No device was seen.", f.Notes)
	}
	problems := slices.IndexFunc(f.Notes, func(n listen.Note) bool { return n.Level != listen.LevelProblem })
	if problems < 0 {
		problems = len(f.Notes)
	}
	parts := []string{
		e.lang.Say("The device at %s", f.Remote) + "\n",
		e.notesText("Microsoft 365 will refuse this:", f.Notes[:problems]),
		e.attentionText(f),
		e.answersText(f.Answers),
		e.methodsText(f.Methods),
		e.notesText("Good to know", f.Notes[problems:]) + e.lowerText(f, lower),
		e.attemptsText(report),
		e.nextText(f, file),
	}
	parts = slices.DeleteFunc(parts, func(part string) bool { return part == "" })
	return clean.Block(strings.Join(parts, "\n"), 0)
}

func (e *environment) notesText(title words.Text, notes []listen.Note) string {
	if len(notes) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString(e.lang.Say(title) + "\n")
	for _, n := range notes {
		b.WriteString(hanging("  ", "- ", n.Say(e.lang)))
	}
	return b.String()
}

// lowerText says how to see more of a device that names its newest TLS version only.
func (e *environment) lowerText(f listen.Findings, lower bool) string {
	if lower || !slices.ContainsFunc(f.Notes, func(n listen.Note) bool { return n.ID == "only-highest" }) {
		return ""
	}
	return hanging("  ", "- ", e.lang.Say("To see its older TLS versions, listen again with %s and let it send several times.", "--lower-ceiling"))
}

// attentionText says what such a device means for the plan. The day is that of the reports which the
// catalogue of faults names, AUTH-12.
func (e *environment) attentionText(f listen.Findings) string {
	if !f.LacksCurves() {
		return ""
	}
	return wrap(e.lang.Say("ATTENTION: its version is TLS 1.2, and so is the answer below, but a plan for SMTP AUTH will not work with this device: such devices have failed at Microsoft's sign-in server since 2 February 2025. Until newer firmware brings elliptic curves, plan as for an older device, with the command at the end."), "")
}

func (e *environment) answersText(answers []listen.Answer) string {
	if len(answers) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString(e.lang.Say("The answers it gave") + "\n")
	for _, a := range answers {
		b.WriteString("  " + a.Key + ": " + a.Value + "\n" + wrap(a.Say(e.lang), "    "))
	}
	return b.String()
}

func (e *environment) methodsText(methods []listen.Method) string {
	var b strings.Builder
	b.WriteString(e.lang.Say("Which method this device can use") + "\n")
	for _, m := range methods {
		fmt.Fprintf(&b, "  %s: %s\n", e.lang.Say(decide.Method(m.ID).Name()), e.lang.Say(m.Fit.Text()))
		b.WriteString(wrap(m.Say(e.lang), "    "))
	}
	return b.String()
}

// maxAttempts keeps the report readable; JSON has all of them.
const maxAttempts = 8

// attemptsText tells what the latest attempts of the device showed.
func (e *environment) attemptsText(report listen.Report) string {
	sessions := slices.DeleteFunc(slices.Clone(report.Sessions), func(s listen.Session) bool { return s.Remote != report.Findings.Remote })
	var b strings.Builder
	for _, s := range sessions[max(0, len(sessions)-maxAttempts):] {
		b.WriteString(e.lang.Say("Attempt %d, %s, port %d", s.Attempt, s.At.Format(time.TimeOnly), s.Port) + "\n")
		e.writeAttempt(&b, s)
	}
	return b.String()
}

func (e *environment) writeAttempt(b *strings.Builder, s listen.Session) {
	row := func(label words.Text, values ...string) {
		values = slices.DeleteFunc(values, func(v string) bool { return v == "" })
		if len(values) > 0 {
			fmt.Fprintf(b, "  %-13s %s\n", e.lang.Say(label), clean.Line(strings.Join(values, ", "), 0))
		}
	}
	row("Greeting", strings.TrimSpace(s.Greeting+" "+s.Helo))
	row("Encryption", e.attemptTLS(s))
	row("TLS offered", strings.Join(s.Offered, ", "))
	row("TLS used", s.Negotiated, s.CipherSuite)
	row("Sign-in", strings.Join(s.Auth, ", "), s.AuthUser)
	for _, m := range s.Messages() {
		row("MAIL FROM", orEmpty(m.MailFrom))
		row("From header", m.FromHeader)
		row("Recipients", m.RcptTo...)
		if m.Received {
			row("Message", e.lang.Say("%s bytes, measured and thrown away", strconv.FormatInt(m.Size, 10)))
		}
	}
}

// orEmpty shows the empty reverse-path as SMTP writes it (RFC 5321, section 4.5.5).
func orEmpty(address string) string {
	if address == "" {
		return "<>"
	}
	return address
}

func (e *environment) attemptTLS(s listen.Session) string {
	switch {
	case s.Implicit:
		return e.lang.Say("TLS from the first byte (SSL)")
	case s.STARTTLS:
		return "STARTTLS"
	case s.Helo != "":
		return e.lang.Say("none")
	}
	return ""
}

// nextText is the command that goes on with the answers.
func (e *environment) nextText(f listen.Findings, file string) string {
	if len(f.Answers) == 0 {
		return ""
	}
	command := e.program() + " plan"
	if file != "" {
		command += " --answers " + ui.ShellWord(file)
	} else {
		for _, a := range f.Answers {
			if a.Key != decide.TLS.String() || !f.LacksCurves() {
				command += " --" + a.Key + " " + ui.ShellWord(a.Value)
			}
		}
		command += " --domain DOMAIN"
	}
	if f.LacksCurves() {
		command += " --tls " + decide.TLSOld
	}
	return e.lang.Say("A plan with these answers:") + "\n  " + command + "\n"
}
