package survey

import (
	"context"
	"crypto/rand"
	"errors"
	"net/netip"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"sendpath/decide"
	"sendpath/decide/check"
	"sendpath/decide/clean"
	"sendpath/decide/diagnose"
	"sendpath/decide/evidence"
	"sendpath/decide/probe/resolve"
	"sendpath/decide/probe/smtp"
	"sendpath/decide/words"
)

// A Delivery is how sending a test message went.
type Delivery struct {
	Envelope Envelope
	smtp.Outcome
	Resolved evidence.Outcome   // evidence.Found, or why the server has no address
	Faults   []diagnose.Finding // what a refusal means, best first
	took     time.Duration
}

// Send resolves the host and sends one test message. It ends with ctx.
func (s *Surveyor) Send(ctx context.Context, e Envelope, c Credentials, subject, text string) Delivery {
	begin := time.Now()
	addrs, resolved := resolve.Addresses(ctx, s.DNS, e.Host)
	message := smtp.Message{From: e.Sender, To: e.To, Subject: subject, Text: text, Date: begin, Random: rand.Reader}
	outcome := smtp.Send(ctx, message, smtp.Settings{
		Target:     smtp.Target{Host: e.Host, Port: e.Port, Addrs: ipv4First(addrs), Dialer: s.Dialer, Roots: s.Roots},
		Encryption: e.Encryption, Auth: e.Auth, Username: e.Username, Secret: c.Secret, Certificate: c.Certificate,
	})
	d := Delivery{Envelope: e, Outcome: outcome, Resolved: resolved, took: time.Since(begin)}
	if outcome.Result == smtp.Rejected {
		d.Faults = diagnosed(e, outcome)
	}
	return d
}

// ipv4First leaves IPv6 addresses out where there are others: a connector knows IPv4 addresses only, and
// the test should meet what it will see.
func ipv4First(addrs []netip.Addr) []netip.Addr {
	v4 := slices.DeleteFunc(slices.Clone(addrs), func(a netip.Addr) bool { return !a.Unmap().Is4() })
	if len(v4) > 0 {
		return v4
	}
	return addrs
}

// diagnosed tells what the server's words mean.
func diagnosed(e Envelope, o smtp.Outcome) []diagnose.Finding {
	var said strings.Builder
	for _, line := range o.Transcript {
		if line.Who == smtp.Server {
			said.WriteString(line.Text + "\n")
		}
	}
	return diagnose.Diagnose(diagnose.Input{Text: said.String(), Method: diagnose.Method(e.Method), Host: e.Host, Port: strconv.Itoa(int(e.Port))}).Faults
}

// Conclusion says what the result proves, and what it does not: whole sentences, fit to be shown.
func (d Delivery) Conclusion(lang *words.Language) []string {
	switch d.Result {
	case smtp.Accepted:
		return d.accepted(lang)
	case smtp.Rejected:
		return []string{lang.Say("Refused at %s: %s", d.Stage.In(lang), clean.Line(d.Reply.String(), longestReply))}
	case smtp.Stopped:
		return d.stopped(lang)
	}
	return d.unreachable(lang)
}

func (d Delivery) stopped(lang *words.Language) []string {
	said := []string{lang.Say("Not sent: %s", d.Reason().Say(lang))}
	if d.Stage == smtp.TLS && d.TLS != nil && d.TLS.Certificate.OutOfTime {
		said = append(said, lang.Say(check.WrongClock))
	}
	return said
}

// longestReply bounds a server's words in a sentence, in runes.
const longestReply = 600

func (d Delivery) accepted(lang *words.Language) []string {
	if !d.Genuine {
		return []string{lang.Say("%s took the message, but its banner is not Microsoft's: %s", d.Server, clean.Line(d.Banner, longestReply)),
			lang.Say("So this proves nothing about Microsoft 365. Something on the way may answer in its place.")}
	}
	said := []string{lang.Say("Microsoft 365 accepted the message: %s", clean.Line(d.Reply.String(), longestReply)),
		lang.Say(d.proof()), lang.Say("It does not prove delivery: look into the inbox and the Junk folder, or run Get-MessageTraceV2."),
	}
	if d.Envelope.Method == decide.Relay && domainOf(d.Envelope.To) == domainOf(d.Envelope.Sender) {
		said = append(said, lang.Say("The recipient is in your own domain, so it does not prove either that the connector relays: send one to an address outside."))
	}
	if d.TLS != nil && !d.TLS.Certificate.Verified {
		said = append(said, lang.Say("The server's certificate is not good (%s): a device that checks it would not send.", clean.Line(d.TLS.Certificate.Problem, longestReply)))
	}
	if d.TLS != nil && d.TLS.Certificate.OutOfTime {
		said = append(said, lang.Say(check.WrongClock))
	}
	return said
}

func domainOf(address string) string {
	return strings.ToLower(address[strings.LastIndexByte(address, '@')+1:])
}

// proof is what an accepted message shows.
func (d Delivery) proof() words.Text {
	if d.Envelope.Method == decide.SMTPAuth {
		return "That proves that server, port, encryption, sign-in and sender work from this network."
	}
	return "That proves that server, port, encryption and sender work from this network."
}

func (d Delivery) unreachable(lang *words.Language) []string {
	looks := lang.Say("\"sendpath check %s\" looks at the ports.", domainOf(d.Envelope.Sender))
	late := errors.Is(d.Err, context.DeadlineExceeded) || errors.Is(d.Err, os.ErrDeadlineExceeded)
	switch {
	case d.Resolved == evidence.NoName || d.Resolved == evidence.NoData:
		return []string{lang.Say("%s could not be reached: it has no address (%s).", d.Envelope.Host, lang.Say(decide.OutcomeText(d.Resolved)))}
	case d.Resolved != evidence.Found:
		return d.unresolved(lang)
	case d.Stage == smtp.Content:
		return []string{lang.Say("The connection to %s broke while the message was handed over: nobody knows whether it was taken. Look into the inbox before trying again.", d.Server)}
	case late:
		return []string{lang.Say("%s did not answer within %s.", d.Server, d.took.Round(100*time.Millisecond).String()), looks}
	case d.Stage == smtp.Connect:
		return []string{lang.Say("%s could not be reached: %s", d.Server, d.cause()), looks}
	}
	return []string{lang.Say("The talk with %s broke off at %s: %s", d.Server, d.Stage.In(lang), d.cause()), looks}
}

// unresolved says that the server's address could not be found out, which is not that it has none.
func (d Delivery) unresolved(lang *words.Language) []string {
	said := []string{lang.Say("The address of %s could not be read: %s.", d.Envelope.Host, lang.Say(decide.OutcomeText(d.Resolved)))}
	if d.Resolved != evidence.Offline {
		said = append(said, lang.Say("Try again, or ask another resolver with --resolver."))
	}
	return said
}

// cause is what went wrong, without server and stage.
func (d Delivery) cause() string {
	var failed *smtp.Error
	if errors.As(d.Err, &failed) && failed.Err != nil {
		return clean.Line(failed.Err.Error(), longestReply)
	}
	if d.Err == nil {
		return ""
	}
	return clean.Line(d.Err.Error(), longestReply)
}
