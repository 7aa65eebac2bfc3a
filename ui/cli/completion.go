package cli

import (
	"bytes"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"sendpath/decide/check"
	"sendpath/decide/words"
)

// shells write the completion script of a shell for the command tree.
var shells = []struct {
	name  string
	write func(*cobra.Command, io.Writer) error
}{
	{"bash", func(root *cobra.Command, w io.Writer) error { return root.GenBashCompletionV2(w, true) }},
	{"zsh", (*cobra.Command).GenZshCompletion},
	{"fish", func(root *cobra.Command, w io.Writer) error { return root.GenFishCompletion(w, true) }},
	{"powershell", (*cobra.Command).GenPowerShellCompletionWithDesc},
}

func shellNames() []string {
	names := make([]string, len(shells))
	for i, s := range shells {
		names[i] = s.name
	}
	return names
}

func completionCommand(e *environment) *cobra.Command {
	return &cobra.Command{
		Use:       "completion SHELL",
		Short:     e.lang.Say("print the completion script of a shell: %s", strings.Join(shellNames(), ", ")),
		Long:      e.lang.Say("The script completes commands, flags and the values of answers. To try it in bash: source <(sendpath completion bash). To keep it, write it to the folder where your shell looks for completions."),
		ValidArgs: shellNames(),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				for _, s := range shells {
					if s.name == args[0] {
						return e.printScript(cmd.Root(), s.write)
					}
				}
			}
			return misuse(helpHint, words.Sentencef("name one shell: %s", strings.Join(shellNames(), ", ")))
		},
	}
}

func (e *environment) printScript(root *cobra.Command, write func(*cobra.Command, io.Writer) error) error {
	var script bytes.Buffer
	if err := write(root, &script); err != nil {
		return err
	}
	return e.print(script.String())
}

// completeValues lets shells complete the values of flags: those of a closed list, the names of files,
// and nothing elsewhere.
func completeValues(cmd *cobra.Command) {
	complete := func(f *pflag.Flag) {
		values, directive := flagValues(f)
		// The only error is that the flag has a completion already, of its own.
		_ = cmd.RegisterFlagCompletionFunc(f.Name, cobra.FixedCompletions(values, directive))
	}
	cmd.LocalFlags().VisitAll(complete)
	for _, below := range cmd.Commands() {
		completeValues(below)
	}
}

func flagValues(f *pflag.Flag) ([]cobra.Completion, cobra.ShellCompDirective) {
	if v, ok := f.Value.(*answerValue); ok {
		return values(v.question), cobra.ShellCompDirectiveNoFileComp
	}
	if list, ok := closedLists[f.Name]; ok {
		return list(), cobra.ShellCompDirectiveNoFileComp
	}
	if value, _ := valueOf(f); strings.Contains(value, "FILE") {
		return nil, cobra.ShellCompDirectiveDefault
	}
	return nil, cobra.ShellCompDirectiveNoFileComp
}

// closedLists are the values of the flags that are no answers.
var closedLists = map[string]func() []string{
	"lang":           words.Tags,
	"relay-upstream": func() []string { return strings.Split(upstreamList(), ", ") },
	"method":         methodNames,
	"network":        func() []string { return []string{string(check.Same), string(check.Elsewhere)} },
	"skip":           func() []string { return []string{check.IDAddress, check.IDBlocklist} },
}
