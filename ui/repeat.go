package ui

import (
	"strings"

	"sendpath/decide"
)

// Repeat is a command with a flag for each answer, as a shell takes it. Lists are joined by commas, which no
// shell wants quoted.
func Repeat(command string, questions *decide.Questionnaire, answers decide.Answers) string {
	for _, e := range (decide.AnswerObject{Questions: questions, Answers: answers}).Entries() {
		value := e.Value
		if e.Question.List {
			value = strings.ReplaceAll(value, " ", ",")
		}
		command += " --" + strings.ReplaceAll(e.Question.Name(), "_", "-") + " " + ShellWord(value)
	}
	return command
}

// ShellWord quotes what a shell would not take as one word. What must be quoted in a way that shells
// differ in is rare: names of files and customers.
func ShellWord(s string) string {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@.,-_/:+"
	if s != "" && strings.Trim(s, plain) == "" {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
