package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"sendpath/decide"
	"sendpath/decide/clean"
	"sendpath/decide/diagnose"
	"sendpath/decide/evidence"
	"sendpath/decide/probe/smtp"
	"sendpath/decide/words"
)

func portText(port uint16) string { return strconv.Itoa(int(port)) }

// sendText is the report for people: what was tried, who said what, and what it proves.
func (e *environment) sendText(r sendReport) string {
	var b strings.Builder
	v := r.envelope
	b.WriteString(wrap(e.lang.Say("Test message from %s to %s", clean.Line(v.Sender, 254), clean.Line(v.To, 254)), ""))
	b.WriteString(wrap(e.lang.Say("method %s, server %s, port %d, encryption %s, sign-in %s", string(v.Method), clean.Line(v.Host, 253), v.Port, string(v.Encryption), string(v.Auth)), "  "))
	writeTalk(&b, r.outcome.Transcript)
	b.WriteString("\n")
	for _, sentence := range r.conclusion(e.lang) {
		b.WriteString(wrap(sentence, ""))
	}
	for _, f := range r.faults {
		e.writeFault(&b, f)
	}
	return b.String()
}

// writeTalk shows the talk by its stages.
func writeTalk(b *strings.Builder, lines []smtp.Line) {
	marks := map[string]string{smtp.Client: ">", smtp.Server: "<"}
	stage := smtp.Stage("")
	for _, line := range lines {
		if line.Stage != stage {
			stage = line.Stage
			fmt.Fprintf(b, "\n  %s\n", string(stage))
		}
		fmt.Fprintf(b, "    %s %s\n", marks[line.Who], line.Text)
	}
}

// conclusion says what the result proves, and what it does not.
func (r sendReport) conclusion(lang *words.Language) []string {
	o := r.outcome
	switch o.Result {
	case smtp.Accepted:
		return r.accepted(lang)
	case smtp.Rejected:
		return []string{lang.Say("Refused at %s: %s", string(o.Stage), clean.Line(o.Reply.String(), 600))}
	case smtp.Stopped:
		return []string{lang.Say("Not sent: %s", o.Reason().Say(lang))}
	}
	return r.unreachable(lang)
}

func (r sendReport) accepted(lang *words.Language) []string {
	o := r.outcome
	if !o.Genuine {
		return []string{lang.Say("%s took the message, but its banner is not Microsoft's: %s", o.Server, clean.Line(o.Banner, 300)),
			lang.Say("So this proves nothing about Microsoft 365. Something on the way may answer in its place.")}
	}
	said := []string{lang.Say("Microsoft 365 accepted the message: %s", clean.Line(o.Reply.String(), 600)),
		lang.Say(r.proof()), lang.Say("It does not prove delivery: look into the inbox and the Junk folder, or run Get-MessageTraceV2."),
	}
	_, to, _ := strings.Cut(r.envelope.To, "@")
	if r.envelope.Method == decide.Relay && strings.EqualFold(to, r.domain) {
		said = append(said, lang.Say("The recipient is in your own domain, so it does not prove either that the connector relays: send one to an address outside."))
	}
	if o.TLS != nil && !o.TLS.Certificate.Verified {
		said = append(said, lang.Say("The server's certificate is not good (%s): a device that checks it would not send.", clean.Line(o.TLS.Certificate.Problem, 300)))
	}
	return said
}

// proof is what an accepted message shows.
func (r sendReport) proof() words.Text {
	if r.envelope.Method == decide.SMTPAuth {
		return "That proves that server, port, encryption, sign-in and sender work from this network."
	}
	return "That proves that server, port, encryption and sender work from this network."
}

func (r sendReport) unreachable(lang *words.Language) []string {
	o := r.outcome
	switch {
	case r.resolved != evidence.Found:
		return []string{lang.Say("%s could not be reached: it has no address (%s).", r.envelope.Host, lang.Say(decide.OutcomeText(timeoutIfNone(r.resolved))))}
	case o.Stage == smtp.Content:
		return []string{lang.Say("The connection to %s broke while the message was handed over: nobody knows whether it was taken. Look into the inbox before trying again.", o.Server)}
	case errors.Is(o.Err, context.DeadlineExceeded), errors.Is(o.Err, os.ErrDeadlineExceeded):
		return []string{lang.Say("%s did not answer within %s.", o.Server, r.limit.String()), lang.Say("\"sendpath check %s\" looks at the ports.", r.domain)}
	case o.Err != nil:
		return []string{lang.Say("%s could not be reached: %s", o.Server, clean.Line(o.Err.Error(), 300)),
			lang.Say("\"sendpath check %s\" looks at the ports.", r.domain)}
	}
	return []string{lang.Say("%s could not be reached.", o.Server)}
}

// writeFault tells what a refusal means and what to do.
func (e *environment) writeFault(b *strings.Builder, f diagnose.Finding) {
	fmt.Fprintf(b, "\n%s", wrap(e.lang.Say(f.Title)+" ("+f.ID+")", ""))
	b.WriteString(wrap(e.lang.Say(f.Cause), "  "))
	if f.TellApart != "" {
		b.WriteString(wrap(e.lang.Say(f.TellApart), "  "))
	}
	for i, step := range f.Fix {
		number := strconv.Itoa(i+1) + ". "
		indent := strings.Repeat(" ", 2+len(number))
		b.WriteString("  " + number + strings.TrimLeft(wrap(step.Say(e.lang), indent), " "))
	}
}

// A sendJSON is the report for scripts.
type sendJSON struct {
	Result     smtp.Result     `json:"result"`
	Stage      smtp.Stage      `json:"stage"`
	Method     decide.Method   `json:"method"`
	Server     string          `json:"server"`
	Encryption smtp.Encryption `json:"encryption"`
	Sender     string          `json:"sender"`
	To         string          `json:"to"`
	Reply      string          `json:"reply"`
	Microsoft  bool            `json:"microsoft"` // the banner is Microsoft's
	Text       string          `json:"text"`
	Transcript []smtp.Line     `json:"transcript"`
	Faults     []faultJSON     `json:"faults"`
}

type faultJSON struct {
	ID    string   `json:"id"`
	Title string   `json:"title"`
	Cause string   `json:"cause"`
	Fix   []string `json:"fix"`
}

func (r sendReport) json(lang *words.Language) sendJSON {
	o := r.outcome
	out := sendJSON{Result: o.Result, Stage: o.Stage, Method: r.envelope.Method, Server: o.Server, Encryption: r.envelope.Encryption,
		Sender: r.envelope.Sender, To: r.envelope.To, Microsoft: o.Genuine, Text: strings.Join(r.conclusion(lang), " "),
		Transcript: append([]smtp.Line{}, o.Transcript...), Faults: []faultJSON{}}
	if o.Reply.Code != 0 {
		out.Reply = o.Reply.String()
	}
	for _, f := range r.faults {
		steps := []string{}
		for _, step := range f.Fix {
			steps = append(steps, step.Say(lang))
		}
		out.Faults = append(out.Faults, faultJSON{f.ID, lang.Say(f.Title), lang.Say(f.Cause), steps})
	}
	return out
}
