package cli

import (
	"fmt"
	"strings"

	"sendpath/decide"
	"sendpath/decide/clean"
	"sendpath/decide/probe/smtp"
	"sendpath/decide/probe/survey"
	"sendpath/decide/words"
	"sendpath/ui/advice"
)

// sendText is the report for people: what was tried, who said what, and what it proves.
func (e *environment) sendText(d survey.Delivery) string {
	var b strings.Builder
	v := d.Envelope
	b.WriteString(wrap(e.lang.Say("Test message from %s to %s", clean.Line(v.Sender, 254), clean.Line(v.To, 254)), ""))
	b.WriteString(wrap(e.lang.Say("method %s, server %s, port %d, encryption %s, sign-in %s", string(v.Method), clean.Line(v.Host, 253), v.Port, string(v.Encryption), string(v.Auth)), "  "))
	writeTalk(&b, d.Transcript, e.lang)
	b.WriteString("\n")
	for _, sentence := range d.Conclusion(e.lang) {
		b.WriteString(wrap(sentence, ""))
	}
	for _, f := range d.Faults {
		b.WriteString("\n")
		e.writeAdvice(&b, "", advice.Of(f, e.lang))
	}
	return b.String()
}

// writeTalk shows the talk by its stages.
func writeTalk(b *strings.Builder, lines []smtp.Line, lang *words.Language) {
	marks := map[string]string{smtp.Client: ">", smtp.Server: "<"}
	stage := smtp.Stage("")
	for _, line := range lines {
		if line.Stage != stage {
			stage = line.Stage
			fmt.Fprintf(b, "\n  %s\n", stage.In(lang))
		}
		fmt.Fprintf(b, "    %s %s\n", marks[line.Who], line.Text)
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

func sendResult(d survey.Delivery, lang *words.Language) sendJSON {
	out := sendJSON{Result: d.Result, Stage: d.Stage, Method: d.Envelope.Method, Server: d.Server, Encryption: d.Envelope.Encryption,
		Sender: d.Envelope.Sender, To: d.Envelope.To, Microsoft: d.Genuine, Text: strings.Join(d.Conclusion(lang), " "),
		Transcript: append([]smtp.Line{}, d.Transcript...), Faults: []faultJSON{}}
	if d.Reply.Code != 0 {
		out.Reply = d.Reply.String()
	}
	for _, f := range d.Faults {
		steps := []string{}
		for _, step := range f.Fix {
			steps = append(steps, step.Say(lang))
		}
		out.Faults = append(out.Faults, faultJSON{f.ID, lang.Say(f.Title), lang.Say(f.Cause), steps})
	}
	return out
}
