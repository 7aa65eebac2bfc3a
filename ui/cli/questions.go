package cli

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"sendpath/decide"
	"sendpath/decide/clean"
	"sendpath/decide/device"
	"sendpath/decide/servers"
	"sendpath/decide/words"
)

// questionnaires are the sets of questions that a command asks.
var questionnaires = []*decide.Questionnaire{decide.Device, servers.Questions}

func questionsCommand(e *environment) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "questions",
		Short: e.lang.Say("list the questions: their keys, values, and when each matters"),
		Args:  noArguments,
		RunE: func(*cobra.Command, []string) error {
			list := e.questions()
			if asJSON {
				return e.printJSON(list)
			}
			return e.print(e.questionsText(list))
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, e.lang.Say("as a JSON array"))
	return cmd
}

// A questionEntry is a question as the JSON array promises it; further fields may join.
type questionEntry struct {
	Set       string   `json:"set"`
	ID        string   `json:"id"`
	Text      string   `json:"text"`
	Help      string   `json:"help"`
	Values    []string `json:"values"`
	Relevance string   `json:"relevance"`
}

func (e *environment) questions() []questionEntry {
	list := []questionEntry{}
	for _, set := range questionnaires {
		for i := range set.Questions {
			q := &set.Questions[i]
			list = append(list, questionEntry{set.Name, q.Name(), e.lang.Say(q.Ask), e.helpText(q), values(q), e.lang.Say(q.When)})
		}
	}
	return list
}

func (e *environment) helpText(q *decide.Question) string {
	if q.FindOut == "" {
		return e.lang.Say(q.Why)
	}
	return e.lang.Say(q.Why) + " " + e.lang.Say(q.FindOut)
}

func values(q *decide.Question) []string {
	if q.Key == decide.DeviceID {
		return device.IDs()
	}
	return append([]string{}, q.Values()...)
}

func (e *environment) questionsText(list []questionEntry) string {
	var b strings.Builder
	for _, q := range list {
		fmt.Fprintf(&b, "%s\n", q.ID)
		b.WriteString(wrap(q.Text, "  "))
		b.WriteString(wrap(q.Help, "  "))
		if len(q.Values) > 0 {
			b.WriteString(wrap(e.lang.Say("Values: %s", strings.Join(q.Values, ", ")), "  "))
		}
		b.WriteString(wrap(e.lang.Say("Asked: %s", q.Relevance), "  ") + "\n")
	}
	return b.String()
}

// printJSON writes a value, indented, to standard output.
func (e *environment) printJSON(value any) error {
	text, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return err
	}
	return e.printBytes(append(clean.JSON(text), '\n'))
}

// print writes a result to standard output.
func (e *environment) print(text string) error { return e.printBytes([]byte(text)) }

func (e *environment) printBytes(text []byte) error {
	if _, err := e.out.Write(text); err != nil {
		return misuse("", words.Sentencef("standard output cannot be written: %s", cause(err)))
	}
	return nil
}
