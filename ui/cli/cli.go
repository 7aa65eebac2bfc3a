// Package cli is the command line: commands, flags, files, exit statuses. It is not pure: it wires the
// engine to streams, the clock, the network and the wizard. Each command has a file of its own and one
// line in commands.
package cli

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"
)

// commands build the commands, in the order of the help.
var commands = []func(*environment) *cobra.Command{
	planCommand,
	checkCommand,
	spfCommand,
	listenCommand,
	diagnoseCommand,
	sendCommand,
	serversCommand,
	questionsCommand,
	rulesCommand,
	demoCommand,
	completionCommand,
	manCommand,
	versionCommand,
	helpCommand,
}

// Main runs the program with the streams and the environment of the process, and returns its exit
// status.
func Main(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // the second Ctrl+C ends the process whatever it is doing
	e := &environment{in: os.Stdin, out: os.Stdout, errs: os.Stderr, getenv: os.Getenv, now: time.Now}
	ended := make(chan status, 1)
	go func() { ended <- run(ctx, e, args) }()
	select {
	case s := <-ended:
		return int(s)
	case <-ctx.Done():
		return int(stopping(ended))
	}
}

// grace is how long a command has to end when it is stopped.
const grace = time.Second

// stopping waits for the command to clean up, but not for one that hangs in a system call, such as
// opening a pipe that nobody writes to.
func stopping(ended <-chan status) status {
	select {
	case s := <-ended:
		return s
	case <-time.After(grace):
		return stopped
	}
}

func run(ctx context.Context, e *environment, args []string) status {
	e.lang = languageOf(args, e.getenv)
	root := rootCommand(e, args)
	root.SetArgs(args)
	root.SetIn(e.in)
	root.SetOut(e.out)
	root.SetErr(e.errs)
	err := root.ExecuteContext(ctx)
	if ctx.Err() != nil {
		return stopped
	}
	if err != nil {
		return e.report(err)
	}
	return e.found
}

func init() { cobra.MousetrapHelpText = "" } // a double click on Windows starts the wizard

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
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { e.writeHelp(cmd) })
	e.common.register(e, root.PersistentFlags())
	for _, build := range commands {
		cmd := build(e)
		cmd.Flags().SortFlags = false // --answers first, then the questions in their order
		if cmd.Name() == "help" {
			root.SetHelpCommand(cmd)
		}
		root.AddCommand(cmd)
	}
	completeValues(root)
	return root
}
