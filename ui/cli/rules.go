package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"sendpath/decide"
)

func rulesCommand(e *environment) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "rules",
		Short: e.lang.Say("list every rule with its source and the day it was checked"),
		Args:  noArguments,
		RunE: func(*cobra.Command, []string) error {
			list := e.rules()
			if asJSON {
				return e.printJSON(list)
			}
			return e.print(e.rulesText(list))
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, e.lang.Say("as a JSON array"))
	return cmd
}

// A ruleEntry is a rule as the JSON array promises it; further fields may join.
type ruleEntry struct {
	ID     string        `json:"id"`
	Method decide.Method `json:"method"`
	Effect decide.Effect `json:"effect"`
	When   string        `json:"when"`
	Text   string        `json:"text"`
	Source decide.Source `json:"source"`
}

func (e *environment) rules() []ruleEntry {
	list := make([]ruleEntry, len(decide.Rules))
	example := decide.Placeholders()
	for i := range decide.Rules {
		r := &decide.Rules[i]
		list[i] = ruleEntry{r.ID, r.Method, r.Effect, r.When.Says.In(e.lang), r.Say(example, e.lang), r.Source}
	}
	return list
}

func (e *environment) rulesText(list []ruleEntry) string {
	var b strings.Builder
	for _, r := range list {
		fmt.Fprintf(&b, "%s (%s)\n", r.ID, r.Effect)
		b.WriteString(wrap(r.Text, "  "))
		b.WriteString(wrap(e.lang.Say("When: %s", strings.ReplaceAll(r.When, "`", "")), "  "))
		fmt.Fprintf(&b, "  %s\n  %s\n\n", e.lang.Say("%s, checked on %s", r.Source.Title, string(r.Source.Checked)), r.Source.URL)
	}
	return b.String()
}
