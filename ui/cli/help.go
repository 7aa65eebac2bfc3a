package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"sendpath/decide/words"
)

func helpCommand(e *environment) *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: e.lang.Say("explain the program or a command"),
		RunE: func(cmd *cobra.Command, args []string) error {
			root := cmd.Root()
			if len(args) == 0 {
				return e.writeHelp(root)
			}
			found, rest, err := root.Find(args)
			if err != nil || found == root || len(rest) > 0 {
				return knownCommand(root, args)
			}
			return e.writeHelp(found)
		},
	}
}

// explain gives a command the flag that explains it, which would be English otherwise.
func (e *environment) explain(cmd *cobra.Command) {
	cmd.Flags().BoolP("help", "h", false, e.lang.Say("explain the program or a command"))
}

// writeHelp explains a command on standard output.
func (e *environment) writeHelp(cmd *cobra.Command) error {
	var b strings.Builder
	b.WriteString(wrap(cmd.CommandPath()+" - "+cmd.Short, ""))
	for paragraph := range strings.SplitSeq(cmd.Long, "\n\n") {
		if paragraph != "" {
			b.WriteString("\n" + wrap(paragraph, ""))
		}
	}
	fmt.Fprintf(&b, "\n%s\n  %s\n", e.lang.Say("Usage:"), usageLine(cmd))
	if !cmd.HasParent() {
		e.listCommands(&b, cmd)
	}
	e.listFlags(&b, "Flags:", cmd.LocalNonPersistentFlags())
	e.listFlags(&b, "Flags of every command:", cmd.Root().PersistentFlags())
	return e.print(b.String())
}

func usageLine(cmd *cobra.Command) string {
	if !cmd.HasParent() {
		return cmd.Use + " [COMMAND] [--FLAG ...]"
	}
	line := cmd.UseLine()
	return strings.TrimSuffix(line, " [flags]") + " [--FLAG ...]"
}

func (e *environment) listCommands(b *strings.Builder, root *cobra.Command) {
	fmt.Fprintf(b, "\n%s\n", e.lang.Say("Commands:"))
	for _, cmd := range root.Commands() {
		b.WriteString(entry(cmd.Use, cmd.Short))
	}
}

func (e *environment) listFlags(b *strings.Builder, title words.Text, flags *pflag.FlagSet) {
	flags.SortFlags = false
	var list strings.Builder
	flags.VisitAll(func(f *pflag.Flag) {
		if name, usage, listed := flagEntry(f); listed {
			list.WriteString(entry(name, usage))
		}
	})
	if list.Len() > 0 {
		fmt.Fprintf(b, "\n%s\n%s", e.lang.Say(title), list.String())
	}
}

// flagEntry is a flag with its value, and what it is for; one that is hidden is not listed.
func flagEntry(f *pflag.Flag) (name, usage string, listed bool) {
	if f.Hidden || f.Name == "help" {
		return "", "", false
	}
	value, usage := valueOf(f)
	return strings.TrimSpace("--" + f.Name + " " + value), usage, true
}

// valueOf takes the name of a flag's value out of its usage: `FILE` with answers. It is the same in every
// language.
func valueOf(f *pflag.Flag) (value, usage string) {
	before, rest, _ := strings.Cut(f.Usage, "`")
	value, after, quoted := strings.Cut(rest, "`")
	if !quoted {
		return "", f.Usage
	}
	return value, before + strings.TrimPrefix(after, " ")
}

// helpColumn is where the second column of help begins.
const helpColumn = 28

// entry is a name with its explanation beside it, or below where the name is long.
func entry(name, about string) string {
	text := wrap(about, strings.Repeat(" ", helpColumn))
	if len(name) > helpColumn-4 {
		return "  " + name + "\n" + text
	}
	return fmt.Sprintf("  %-*s", helpColumn-2, name) + strings.TrimLeft(text, " ")
}
