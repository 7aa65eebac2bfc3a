// Package cli is the command line: commands, flags, files, exit statuses. It is not pure: it wires the
// engine to streams, the clock, the network and the wizard. Each command has a file of its own and one
// line in commands.
package cli

import (
	"cmp"
	"context"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"sendpath/decide/crash"
)

// A builder builds the command of a name.
type builder struct {
	name  string
	build func(*environment) *cobra.Command
}

// commands build the commands, in the order of the help.
var commands = []builder{
	{"plan", planCommand},
	{"check", checkCommand},
	{"spf", spfCommand},
	{"listen", listenCommand},
	{"diagnose", diagnoseCommand},
	{"send", sendCommand},
	{"servers", serversCommand},
	{"questions", questionsCommand},
	{"rules", rulesCommand},
	{"demo", demoCommand},
	{"completion", completionCommand},
	{"man", manCommand},
	{"version", versionCommand},
	{"help", helpCommand},
}

// wanted are the commands to build for a command line: the one that it starts with, where that does not
// speak of the others. Building all takes longer than most commands run.
func wanted(args []string) []builder {
	if len(args) == 0 {
		return nil
	}
	for i, c := range commands {
		if c.name == args[0] && c.name != "help" && c.name != "completion" && c.name != "man" {
			return commands[i : i+1]
		}
	}
	return commands
}

// Main runs the program with the streams and the environment of the process, and returns its exit
// status.
func Main(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	defer keepWriting()()
	context.AfterFunc(ctx, stop) // the second Ctrl+C ends the process whatever it is doing
	e := &environment{in: os.Stdin, out: os.Stdout, errs: os.Stderr, getenv: os.Getenv, now: time.Now}
	ended := make(chan status, 1)
	go func() { ended <- run(ctx, e, args) }()
	select {
	case s := <-ended:
		return int(s)
	case <-ctx.Done():
		return int(e.stopping(ended))
	}
}

// keepWriting makes a reader that goes away an error like any other that keeps output from being written;
// the signal would end the program without a word.
func keepWriting() (stop func()) {
	ignored := make(chan os.Signal, 1)
	signal.Notify(ignored, syscall.SIGPIPE)
	return func() { signal.Stop(ignored) }
}

// grace is how long a command has to end when it is stopped.
const grace = time.Second

// stopping waits for the command to clean up, but not for one that hangs in a system call, such as
// opening a pipe that nobody writes to. One that writes what was done so far gets the time for it.
func (e *environment) stopping(ended <-chan status) status {
	for {
		select {
		case s := <-ended:
			return s
		case <-time.After(grace):
			if !e.finishing.Load() {
				return stopped
			}
		}
	}
}

func run(ctx context.Context, e *environment, args []string) (ended status) {
	defer func() {
		if broken := crash.Of(recover()); broken != nil {
			ended = e.report(broken)
		}
	}()
	if e.lang == nil { // a test may have chosen one that no user can
		e.lang = languageOf(args, e.getenv)
	}
	root := rootCommand(e, args)
	root.SetArgs(args)
	root.SetIn(e.in)
	root.SetOut(e.out)
	root.SetErr(e.errs)
	err := cmp.Or(root.ExecuteContext(ctx), e.helpFailed)
	if ctx.Err() != nil {
		return stopped
	}
	if err != nil {
		return e.report(err)
	}
	return e.found
}

func init() {
	cobra.MousetrapHelpText = ""       // a double click on Windows starts the wizard
	cobra.EnableCommandSorting = false // the help keeps the order of commands
}

// rootCommand is the wizard, with the other commands below it.
func rootCommand(e *environment, args []string) *cobra.Command {
	root := wizardCommand(e)
	root.SilenceErrors, root.SilenceUsage = true, true
	root.CompletionOptions.DisableDefaultCmd = true
	root.PersistentPreRunE = func(*cobra.Command, []string) error {
		if err := e.common.check(); err != nil {
			return err
		}
		return e.imitate()
	}
	root.SetFlagErrorFunc(flagErrors(args))
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { e.helpFailed = e.writeHelp(cmd) })
	e.common.register(e, root.PersistentFlags())
	e.explain(root)
	for _, c := range wanted(args) {
		cmd := c.build(e)
		cmd.Flags().SortFlags = false // --answers first, then the questions in their order
		e.explain(cmd)
		if cmd.Name() == "help" {
			root.SetHelpCommand(cmd)
		}
		root.AddCommand(cmd)
	}
	if len(args) > 0 && strings.HasPrefix(args[0], cobra.ShellCompRequestCmd) {
		completeValues(root)
	}
	return root
}
