package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"sendpath/decide"
	"sendpath/decide/probe/smtp"
	"sendpath/decide/probe/survey"
	"sendpath/decide/words"
)

// sendFlags are the flags of the send command.
type sendFlags struct {
	answers          answerFlags
	method           string
	to               string
	sender           string
	username         string
	passwordFile     string
	tokenFile        string
	certificate, key string
	asJSON           bool
}

func sendCommand(e *environment) *cobra.Command {
	s := &sendFlags{answers: answerFlags{questions: decide.Device}}
	cmd := &cobra.Command{
		Use:   "send",
		Short: e.lang.Say("send one test message the way the device would"),
		Long:  e.lang.Say("It uses server, port, encryption and sender of the plan. The password is asked for on the terminal, or read from a file; it is never stored or shown."),
		Args:  noArguments,
		RunE:  func(cmd *cobra.Command, _ []string) error { return s.run(cmd.Context(), e) },
	}
	flags := cmd.Flags()
	flags.StringVar(&s.answers.file, "answers", "", e.lang.Say("`FILE` with answers, or a plan saved as JSON (YAML or JSON; - for standard input)"))
	flags.StringVar(&s.method, "method", "", e.lang.Say("`METHOD` to try: smtp-auth, relay, direct-send (default: that of the answers)"))
	flags.StringVar(&s.to, "to", "", e.lang.Say("`ADDRESS` that gets the message"))
	flags.StringVar(&s.sender, "sender", "", e.lang.Say("`ADDRESS` to send from (default: that of the answers)"))
	flags.StringVar(&s.username, "username", "", e.lang.Say("`NAME` to sign in with (default: the sender)"))
	flags.StringVar(&s.passwordFile, "password-file", "", e.lang.Say("`FILE` with the password (default: asked for on the terminal)"))
	flags.StringVar(&s.tokenFile, "token-file", "", e.lang.Say("`FILE` with an OAuth access token"))
	flags.StringVar(&s.certificate, "certificate", "", e.lang.Say("`FILE` with the client certificate and its chain (PEM), for relay by certificate"))
	flags.StringVar(&s.key, "key", "", e.lang.Say("`FILE` with the certificate's key (PEM)"))
	flags.BoolVar(&s.asJSON, "json", false, e.lang.Say("as a JSON object"))
	return cmd
}

func (s *sendFlags) run(ctx context.Context, e *environment) error {
	method, given, err := s.read(ctx, e)
	if err != nil {
		return err
	}
	if e.common.offline && e.world == nil {
		return &failure{unknown, []sayer{words.Sentencef("nothing was sent: %s", "--offline")}, ""}
	}
	start := e.now()
	plan, err := e.planForSending(ctx, given)
	if err != nil {
		return err
	}
	left := e.common.timeout - e.now().Sub(start) // typing the password takes its own time
	envelope, err := s.envelope(plan, method)
	if err != nil {
		return &failure{unsendable(plan, method), []sayer{said(err)}, "sendpath plan tells what the answers lead to"}
	}
	credentials, wipe, err := s.credentials(ctx, e, envelope)
	if err != nil {
		return err
	}
	defer wipe()
	bounded, cancel := context.WithTimeout(ctx, left)
	defer cancel()
	delivery := e.send(bounded, envelope, credentials)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	e.note(statusOf(delivery))
	if s.asJSON {
		return e.printJSON(sendResult(delivery, e.lang))
	}
	return e.print(e.sendText(delivery))
}

// unsendable is the exit status without an envelope: no method fits, or the server is not known.
func unsendable(plan decide.Plan, method decide.Method) status {
	if method == "" && (plan.Method == decide.None || plan.Method == decide.OwnServerMethod) {
		return problem
	}
	return unknown
}

// read reads the flags, and reports all that are wrong.
func (s *sendFlags) read(ctx context.Context, e *environment) (decide.Method, given, error) {
	method, wrong := readMethod(s.method)
	if s.to == "" {
		wrong = append(wrong, words.Sentencef("--to is missing: who gets the message?"))
	} else if _, err := smtp.Address(s.to); err != nil {
		wrong = append(wrong, words.Sentencef("--to: %s", reason(err, e.lang)))
	}
	if s.sender != "" {
		if sender, err := smtp.Address(s.sender); err != nil {
			wrong = append(wrong, words.Sentencef("--sender: %s", reason(err, e.lang)))
		} else {
			s.sender = sender
		}
	}
	switch {
	case s.answers.file == "" && method == "" && s.method == "":
		wrong = append(wrong, words.Sentencef("the method is missing: give --answers FILE or --method"))
	case s.answers.file == "" && s.sender == "":
		wrong = append(wrong, words.Sentencef("--sender is missing: without --answers nothing else names the domain"))
	}
	if s.passwordFile != "" && s.tokenFile != "" {
		wrong = append(wrong, words.Sentencef("--password-file and --token-file exclude each other"))
	}
	if (s.certificate == "") != (s.key == "") {
		wrong = append(wrong, words.Sentencef("--certificate and --key belong together"))
	}
	if len(wrong) > 0 {
		return "", given{}, misuse(helpHint, wrong...)
	}
	if s.answers.file == "" {
		return method, s.fromSender(), nil
	}
	g, err := s.answers.read(ctx, e)
	if err == nil {
		err = missing(decide.Device, g.answers)
	}
	if s.sender != "" {
		g.answers[decide.Sender] = s.sender
	}
	return method, g, err
}

// fromSender makes answers of the flags alone. The sender has its domain as A-labels.
func (s *sendFlags) fromSender() given {
	_, domain, _ := strings.Cut(s.sender, "@")
	return given{answers: decide.Answers{}.With(decide.Domain, domain).With(decide.Sender, s.sender)}
}

func reason(err error, lang *words.Language) string {
	if r, ok := err.(*smtp.Reason); ok {
		return r.Say(lang)
	}
	return err.Error()
}

// planForSending makes the plan by DNS of today: a saved plan's evidence is not what a device meets.
func (e *environment) planForSending(ctx context.Context, g given) (decide.Plan, error) {
	asker, closer := e.asker()
	defer closer()
	plan := e.decide(ctx, asker, decide.Case{Answers: g.answers, AsOf: e.asOf(), Language: e.lang}, nil)
	return plan, ctx.Err()
}

// envelope is what is sent: as the plan says, or by the method that was asked for.
func (s *sendFlags) envelope(plan decide.Plan, method decide.Method) (survey.Envelope, error) {
	by := plan.Authentication
	switch {
	case s.tokenFile != "":
		by = decide.ByOAuth
	case s.passwordFile != "":
		by = decide.ByPassword
	case s.certificate != "":
		by = decide.ByCertificate
	}
	var envelope survey.Envelope
	var err error
	if method == "" || method == plan.Method {
		plan.Authentication = by
		envelope, err = survey.NewEnvelope(plan, s.to)
	} else {
		envelope, err = survey.Forced(plan, method, authenticationFor(method, by), s.to)
	}
	if s.username != "" {
		envelope.Username = s.username
	}
	return envelope, err
}

// authenticationFor keeps to what a method can do.
func authenticationFor(method decide.Method, by decide.Authentication) decide.Authentication {
	switch {
	case method == decide.SMTPAuth && by == decide.ByOAuth:
		return decide.ByOAuth
	case method == decide.SMTPAuth:
		return decide.ByPassword
	case method == decide.Relay && by == decide.ByCertificate:
		return decide.ByCertificate
	case method == decide.Relay:
		return decide.ByIP
	}
	return decide.ByNothing
}

// The test message says what it is, so that whoever finds it knows.
const (
	testSubject words.Text = "Test message of sendpath"
	testText    words.Text = "This is a test. It was sent with the settings of a device: %s, server %s, port %d."
)

func (e *environment) send(ctx context.Context, envelope survey.Envelope, c survey.Credentials) survey.Delivery {
	surveyor, closer := e.surveyor()
	defer closer()
	if !envelope.Confirmed {
		e.warn(words.Sentencef("the server %s is a hint, not read from DNS", envelope.Host))
	}
	return testSender{surveyor, e.lang}.Send(ctx, envelope, c)
}

// A testSender sends the test message.
type testSender struct {
	surveyor *survey.Surveyor
	lang     *words.Language
}

func (t testSender) Send(ctx context.Context, envelope survey.Envelope, c survey.Credentials) survey.Delivery {
	return t.surveyor.Send(ctx, envelope, c, t.lang.Say(testSubject),
		t.lang.Say(testText, string(envelope.Method), envelope.Host, envelope.Port))
}

// statusOf is the exit status of a delivery: a refusal is a problem, not having reached anybody is an
// unknown.
func statusOf(d survey.Delivery) status {
	switch d.Result {
	case smtp.Accepted:
		return done
	case smtp.Unreachable:
		return unknown
	case smtp.Stopped:
		if d.Stage == smtp.Prepare {
			return misused
		}
	}
	return problem
}
