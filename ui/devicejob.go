package ui

import (
	"io"

	"sendpath/decide"
	"sendpath/decide/evidence"
	"sendpath/decide/words"
	"sendpath/render"
)

// A deviceJob sets up a device or application.
type deviceJob struct{}

func (deviceJob) command() string                            { return "plan" }
func (deviceJob) domains() decide.Key                        { return decide.Domain }
func (deviceJob) answeredByDNS() decide.Key                  { return decide.Cloud }
func (deviceJob) observe(c decide.Case, look *evidence.Look) { decide.Observe(c, look) }
func (deviceJob) plan(c decide.Case, set evidence.Set) paper {
	return devicePaper{decide.Decide(c, set)}
}

func (deviceJob) weigh(m Model) Model {
	m.prospects = decide.Prospects(&m.walk)
	return m
}

func (deviceJob) panel(m Model, width, height int) []string { return m.methodsPanel(width, height) }
func (deviceJob) panelLine(m Model, width int) []string     { return m.methodsLine(width) }

// inDNS says which cloud the organisation is in. Names under office365.us serve two.
func (deviceJob) inDNS(m Model) (value string, settled bool) {
	if m.dns.survey.CloudFrom == "dns" {
		value = m.dns.survey.Cloud.Name
	}
	cloud := m.dns.survey.Endpoint.Cloud
	return value, cloud != "" && cloud != decide.GCCHigh
}

// A devicePaper is the plan for a device.
type devicePaper struct{ decide.Plan }

func (p devicePaper) about(m Model) string {
	return m.say(p.Method.Name()) + "  " + decide.ShowDomain(p.Domain)
}
func (p devicePaper) headline() string            { return p.Headline }
func (p devicePaper) tabs(m Model) []tab          { return m.tabs(&p.Plan) }
func (p devicePaper) fileName() string            { return "sendpath-" + p.Domain }
func (p devicePaper) object() decide.AnswerObject { return p.Answers }
func (p devicePaper) write(w io.Writer, f render.Format, lang *words.Language) error {
	return render.Write(w, f, p.Plan, lang)
}

// certainty says whether something that was left open could change the method.
func (p devicePaper) certainty(m Model) string {
	count := 0
	for _, a := range p.Assumed {
		if len(a.Otherwise) > 0 {
			count++
		}
	}
	switch {
	case m.width < roomy && count > 0:
		return m.say("%d open (n)", count)
	case m.width < roomy:
		return ""
	case p.Method == decide.None || p.Method == decide.OwnServerMethod:
		return ""
	case count == 1:
		return m.say("one open answer could change it (n)")
	case count > 1:
		return m.say("%d open answers could change it (n)", count)
	}
	return m.say("sure: nothing left open changes it")
}
