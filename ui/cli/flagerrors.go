package cli

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"sendpath/decide/words"
)

const helpHint words.Text = "\"sendpath help\" lists the commands, \"sendpath help COMMAND\" the flags of one"

// flagErrors says what pflag found, in our words. Behind a word that is no command, that is what is wrong.
func flagErrors(args []string) func(*cobra.Command, error) error {
	return func(cmd *cobra.Command, err error) error {
		if !cmd.HasParent() && !strings.HasPrefix(args[0], "-") {
			return knownCommand(cmd, args)
		}
		return misuse(helpHint, flagSentence(err))
	}
}

func flagSentence(err error) words.Sentence {
	if e, ok := errors.AsType[*pflag.NotExistError](err); ok {
		return unknownFlag(e)
	}
	if e, ok := errors.AsType[*pflag.ValueRequiredError](err); ok {
		return words.Sentencef("--%s needs a value", e.GetFlag().Name)
	}
	if e, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		return invalidValue(e)
	}
	if e, ok := errors.AsType[*pflag.InvalidSyntaxError](err); ok {
		return words.Sentencef("%s is not a flag", quoted(e.GetSpecifiedFlag()))
	}
	return words.Sentencef("the flags cannot be read")
}

// unknownFlag names the flag and never what follows it: it may be a password.
func unknownFlag(e *pflag.NotExistError) words.Sentence {
	if e.GetSpecifiedShortnames() != "" {
		return words.Sentencef("unknown flag -%s", e.GetSpecifiedName())
	}
	return words.Sentencef("unknown flag --%s", e.GetSpecifiedName())
}

func invalidValue(e *pflag.InvalidValueError) words.Sentence {
	switch e.GetFlag().Value.Type() {
	case "duration":
		return words.Sentencef("--%s: found %s; allowed: a duration above 0, such as 10s", e.GetFlag().Name, quoted(e.GetValue()))
	case "bool":
		return words.Sentencef("--%s takes no value", e.GetFlag().Name)
	}
	return words.Sentencef("--%s: %s cannot be used", e.GetFlag().Name, quoted(e.GetValue()))
}

// noArguments refuses arguments in our words.
func noArguments(_ *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return misuse(helpHint, words.Sentencef("unexpected argument %s", quoted(args[0])))
}

// knownCommand refuses what is no command.
func knownCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	what := []sayer{words.Sentencef("unknown command %s", quoted(args[0]))}
	root.SuggestionsMinimumDistance = 2
	if near := root.SuggestionsFor(args[0]); len(near) > 0 {
		what = []sayer{words.Sentencef("unknown command %s; did you mean %s?", quoted(args[0]), near[0])}
	}
	return misuse(helpHint, what...)
}
