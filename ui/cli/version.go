package cli

import (
	"cmp"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// Set by the release build: -ldflags "-X sendpath/ui/cli.version=1.2.3 -X sendpath/ui/cli.built=2026-12-01".
var version, built string

func versionCommand(e *environment) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: e.lang.Say("print the version"),
		Args:  noArguments,
		RunE:  func(*cobra.Command, []string) error { return e.print(versionLine() + "\n") },
	}
}

// versionLine says what was built, from what, and when.
func versionLine() string {
	number, revision, date := version, "", built
	if info, ok := debug.ReadBuildInfo(); ok {
		number = cmp.Or(number, info.Main.Version)
		for _, s := range info.Settings {
			switch s.Key {
			case "vcs.revision":
				revision = " " + s.Value[:min(12, len(s.Value))]
			case "vcs.time":
				date = cmp.Or(date, s.Value)
			}
		}
	}
	if date != "" {
		date = " " + date
	}
	return "sendpath " + cmp.Or(number, "(devel)") + revision + date + " " + runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH
}
