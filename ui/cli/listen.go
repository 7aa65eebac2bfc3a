package cli

import (
	"cmp"
	"context"
	"net/netip"
	"time"

	"github.com/spf13/cobra"

	"sendpath/decide"
	"sendpath/decide/probe/listen"
	"sendpath/decide/words"
)

// listenFlags are the flags of the listen command.
type listenFlags struct {
	addr   string
	time   time.Duration
	lower  bool
	learnt learntFlags
	asJSON bool
}

// defaultListening is enough to walk to the device, type the settings and try twice.
const defaultListening = 10 * time.Minute

func listenCommand(e *environment) *cobra.Command {
	l := &listenFlags{}
	cmd := &cobra.Command{
		Use:   "listen",
		Short: e.lang.Say("wait for a device on this computer and tell what it can do"),
		Long:  e.lang.Say("It is a mail server for one test: point the device at it and send. It delivers nothing, keeps no message and no password, and listens on a private address only. What to type on the device is printed first. Ctrl+C ends it early, and what was seen is printed all the same."),
		Args:  noArguments,
		RunE:  func(cmd *cobra.Command, _ []string) error { return l.run(cmd.Context(), e) },
	}
	flags := cmd.Flags()
	flags.StringVar(&l.addr, "addr", "", e.lang.Say("`ADDRESS[:PORT]` of this computer in the device's network (default: its private address, and the first free port of 25, 587, 2525)"))
	flags.DurationVar(&l.time, "for", defaultListening, e.lang.Say("`DURATION` to wait for the device (default: 10m)"))
	flags.BoolVar(&l.lower, "lower-ceiling", false, e.lang.Say("answer each further attempt of a device with an older TLS version, for devices that name only their newest"))
	l.learnt.register(e, flags)
	flags.BoolVar(&l.asJSON, "json", false, e.lang.Say("as a JSON object"))
	return cmd
}

func (l *listenFlags) run(ctx context.Context, e *environment) error {
	if l.time <= 0 {
		return misuse("", words.Sentencef("--for: found %s; allowed: a duration above 0, such as 10m", quoted(l.time.String())))
	}
	file, err := l.learnt.open(e)
	if err != nil {
		return err
	}
	addr, err := l.address(ctx, e)
	if err != nil {
		return err
	}
	log := newEventLog()
	server, err := listen.Listen(ctx, listen.Config{Addr: addr, For: l.time, LowerCeiling: l.lower, Now: e.now, Events: log.add})
	if err != nil {
		return misuse("", listenSaid(err))
	}
	e.introduce(server, file.answers[decide.Sender], l)
	go log.write(e, server.Addr())
	report := server.Run(ctx)
	log.close()
	return l.finish(e, server.Addr(), report)
}

// finish prints what was seen, also when Ctrl+C ended it, and then writes the answers file: even where nobody
// takes the report, nobody has to walk to the device again.
func (l *listenFlags) finish(e *environment, addr netip.AddrPort, report listen.Report) error {
	e.finishing.Store(true)
	if report.Findings.Remote == "" {
		e.note(unknown)
		e.adviseUnseen(addr)
	}
	printed := l.print(e, report)
	return cmp.Or(l.learnt.write(e, report.Findings.Answers), printed)
}

func (l *listenFlags) print(e *environment, report listen.Report) error {
	if l.asJSON {
		return e.printJSON(listenResult(report, e.lang))
	}
	return e.print(e.listenText(report, l.learnt.file, l.lower))
}

// listenSaid is an error of package listen as a sentence.
func listenSaid(err error) sayer {
	if p, ok := err.(*listen.Problem); ok {
		return words.Sentencef(p.Text, p.Args...)
	}
	return words.Sentencef("%s", err.Error())
}

// listenJSON is the promised form of what was seen, with methods and notes in the user's language.
type listenJSON struct {
	listen.Report
	Methods []methodJSON `json:"methods"`
	Notes   []noteJSON   `json:"notes"`
}

type methodJSON struct {
	Method string     `json:"method"`
	Fit    listen.Fit `json:"fit"`
	Text   string     `json:"text"`
}

type noteJSON struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

func listenResult(report listen.Report, lang *words.Language) listenJSON {
	result := listenJSON{Report: report, Methods: []methodJSON{}, Notes: []noteJSON{}}
	for _, m := range report.Findings.Methods {
		result.Methods = append(result.Methods, methodJSON{m.ID, m.Fit, m.Say(lang)})
	}
	for _, n := range report.Findings.Notes {
		result.Notes = append(result.Notes, noteJSON{n.ID, n.Say(lang)})
	}
	return result
}
