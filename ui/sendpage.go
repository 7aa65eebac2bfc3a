package ui

import (
	"context"
	"errors"
	"slices"

	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"sendpath/decide"
	"sendpath/decide/device"
	"sendpath/decide/diagnose"
	"sendpath/decide/probe/smtp"
	"sendpath/decide/probe/survey"
	"sendpath/decide/words"
)

// A Sender sends one test message, within ctx.
type Sender interface {
	Send(ctx context.Context, e survey.Envelope, c survey.Credentials) survey.Delivery
}

// SendTest sends one test message the way the plan's device would.
func SendTest(s Sender) Action {
	return Action{"m", "test message", func(p decide.Plan) tea.Model { return sendPage{sender: s, plan: p} }}
}

// sendPage asks for sender and recipient, names who is contacted, asks for the password, sends, and shows
// the talk with what it proves.
type sendPage struct {
	window Model
	sender Sender
	plan   decide.Plan
	stage  sendStage

	from, to string
	input    textinput.Model
	problem  string // why the text is no address, or why nothing can be sent

	envelope survey.Envelope
	secret   *secret // nil before it is asked for
	empty    bool    // enter was pressed without one

	run    *sending
	result troubleResult // the talk and what it means
}

type sendStage int

const (
	choosingSender sendStage = iota // where the plan has none
	choosingRecipient
	confirming // and typing the password
	sendingNow
	sent
	impossible
)

// sending is one attempt. Its message carries it, so that a late one is told apart.
type sending struct{ stop context.CancelFunc }

type deliveredMsg struct {
	run      *sending
	delivery survey.Delivery
}

func (p sendPage) furnish(window Model) tea.Model {
	p.window = window
	p.from = p.planned()
	p.stage, p.input = choosingRecipient, p.field(p.from)
	if p.from == "" {
		p.stage = choosingSender
	}
	if err := p.hindrance(); err != nil {
		p.stage, p.problem = impossible, window.failureText(err)
	}
	return p
}

// hindrance is why nothing can be sent, whoever sends it to whom.
func (p sendPage) hindrance() error {
	if p.from == "" {
		p.from = "postmaster@" + p.plan.Domain
	}
	_, err := p.envelopeTo(p.from)
	return err
}

// field is a text field for an address in the domain of the plan.
func (p sendPage) field(value string) textinput.Model {
	in := p.window.newInput(value)
	in.Width = max(p.window.width-5, 5)
	return in
}

// planned is the sender of the plan.
func (p sendPage) planned() string {
	for _, s := range p.plan.Device {
		if device.Setting(s.Setting) == device.Sender {
			return s.Value
		}
	}
	return ""
}

// envelopeTo is the message to one recipient. A sender that was asked for stands in for that of the plan.
func (p sendPage) envelopeTo(to string) (survey.Envelope, error) {
	plan := p.plan
	plan.Device = slices.Clone(plan.Device)
	for i := range plan.Device {
		if device.Setting(plan.Device[i].Setting) == device.Sender {
			plan.Device[i].Value = p.from
		}
	}
	e, err := survey.NewEnvelope(plan, to)
	if e.Username == "" {
		e.Username = e.Sender
	}
	if err == nil && e.Auth == smtp.ClientCerts {
		err = words.Sentencef("the device shows a certificate, which the wizard does not have: \"sendpath send --certificate FILE --key FILE\" sends the test message with it")
	}
	return e, err
}

// failureText is an error for the user as a sentence of its own.
func (m Model) failureText(err error) string {
	var reason *smtp.Reason
	if errors.As(err, &reason) {
		return reason.Say(m.env.Language)
	}
	return sentence(m.failure(err))
}

// Init has nothing to start.
func (p sendPage) Init() tea.Cmd { return nil }

// Update takes a message.
func (p sendPage) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		p.window = p.window.within(msg)
		p.input = refit(p.input, max(msg.Width-5, 5))
	case deliveredMsg:
		if msg.run == p.run && p.stage == sendingNow {
			return p.delivered(msg.delivery), nil
		}
	case tea.KeyMsg:
		return p.press(msg)
	}
	return p, nil
}

func (p sendPage) press(msg tea.KeyMsg) (tea.Model, tea.Cmd) {
	if key.Matches(msg, p.window.keys.Back) {
		return p.back()
	}
	switch p.stage {
	case choosingSender, choosingRecipient:
		return p.pressAddress(msg), nil
	case confirming:
		return p.pressSecret(msg)
	case sent:
		return p.pressSent(msg)
	}
	return p, nil
}

// back leaves the stage; from the middle of sending it stops, from anywhere else it goes one step back.
func (p sendPage) back() (tea.Model, tea.Cmd) {
	p = p.forget()
	switch {
	case p.stage == confirming:
		p.stage, p.input = choosingRecipient, p.field(p.to)
		return p, nil
	case p.stage == choosingRecipient && p.planned() == "":
		p.stage, p.problem, p.input = choosingSender, "", p.field(p.from)
		return p, nil
	case p.run != nil:
		p.run.stop()
	}
	return p, func() tea.Msg { return Close{} }
}

// forget overwrites the password.
func (p sendPage) forget() sendPage {
	if p.secret != nil && p.stage != sendingNow { // what is under way overwrites it itself
		p.secret.wipe()
	}
	p.secret, p.empty = nil, false
	return p
}

// pressAddress edits an address, and takes it once it is one.
func (p sendPage) pressAddress(msg tea.KeyMsg) sendPage {
	if !key.Matches(msg, p.window.keys.Take) {
		p.problem = ""
		p.input, _ = edited(p.input, msg)
		return p
	}
	address, err := smtp.Address(p.input.Value())
	if err != nil {
		p.problem = p.window.failureText(err)
		return p
	}
	if p.stage == choosingSender {
		p.from, p.stage, p.input = address, choosingRecipient, p.field(address)
		return p
	}
	p.to = address
	if p.envelope, err = p.envelopeTo(address); err != nil {
		p.stage, p.problem = impossible, p.window.failureText(err)
		return p
	}
	p.stage = confirming
	if p.asksSecret() {
		p.secret = newSecret()
	}
	return p
}

// asksSecret reports whether the device signs in with something that has to be typed.
func (p sendPage) asksSecret() bool {
	return p.envelope.Auth == smtp.Password || p.envelope.Auth == smtp.OAuth
}

// pressSecret takes the password, and sends.
func (p sendPage) pressSecret(msg tea.KeyMsg) (tea.Model, tea.Cmd) {
	text := msg.Type == tea.KeyRunes || msg.Type == tea.KeySpace
	switch {
	case !text && key.Matches(msg, p.window.keys.Take):
		if p.secret != nil && p.secret.length() == 0 {
			p.empty = true
			return p, nil
		}
		return p.send()
	case p.secret != nil:
		p.empty = false
		p.secret.press(msg)
	}
	return p, nil
}

// send hands the message over. The password is overwritten when that is over, whatever came of it.
func (p sendPage) send() (tea.Model, tea.Cmd) {
	ctx, stop := context.WithTimeout(p.window.env.ctx, p.window.env.Timeout)
	run, typed, sender, envelope := &sending{stop}, p.secret, p.sender, p.envelope
	p.run, p.stage = run, sendingNow
	return p, func() tea.Msg {
		defer stop()
		var c survey.Credentials
		if typed != nil {
			defer typed.wipe()
			c.Secret = typed.reveal
		}
		return deliveredMsg{run, sender.Send(ctx, envelope, c)}
	}
}

// delivered shows how it went. A refusal is diagnosed as a pasted one is.
func (p sendPage) delivered(d survey.Delivery) sendPage {
	found := troublePage{window: p.window, plan: &p.plan}
	if len(d.Faults) > 0 {
		found = found.explain(diagnose.Report{Faults: d.Faults}, false, choosingWay)
	}
	blocks := append(p.conclusionBlocks(d), found.result.blocks...)
	p.stage, p.secret, p.result = sent, nil, found.result
	p.result.blocks = append(blocks, p.talkBlocks(d)...)
	return p
}

func (p sendPage) pressSent(msg tea.KeyMsg) (tea.Model, tea.Cmd) {
	read, cmd := troublePage{window: p.window, result: p.result}.pressResult(msg)
	p.result = read.(troublePage).result
	return p, cmd
}

func (p sendPage) typing() bool {
	return p.stage == choosingSender || p.stage == choosingRecipient || p.stage == confirming
}

func (p sendPage) bindings() []key.Binding {
	k, say := p.window.keys, p.window.say
	switch p.stage {
	case choosingSender, choosingRecipient:
		return []key.Binding{renamed(k.Take, say("go on")), k.Back}
	case confirming:
		return []key.Binding{renamed(k.Take, say("send it")), k.Back}
	case sendingNow:
		return []key.Binding{renamed(k.Back, say("stop"))}
	case sent:
		return troublePage{window: p.window, stage: explaining, result: p.result}.bindings()
	}
	return []key.Binding{k.Back}
}
