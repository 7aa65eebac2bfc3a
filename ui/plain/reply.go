package plain

import (
	"encoding/json"
	"io"
	"strconv"
	"strings"

	"sendpath/decide/words"
)

// A verb is what a reply wants.
type verb int

const (
	nothing  verb = iota // the reply holds a mistake
	toAnswer             // with the text
	toGoOn
	toSkip
	toGoBack
	toChange // the question that the text names
	toReview
)

// A reply is a line of the protocol that came in.
type reply struct {
	verb    verb
	text    string
	mistake words.Sentence // for nothing
}

// verbs are the keys of a reply that is an object.
var verbs = map[string]verb{
	"answer": toAnswer, "next": toGoOn, "skip": toSkip, "back": toGoBack, "change": toChange, "review": toReview,
}

// readReply reads a line: a value as it is, a JSON string, or a JSON object. What is wrong is told without
// repeating it: a key that nobody asked for may be a password.
func readReply(line string) reply {
	var text string
	switch {
	case line == "":
		return reply{verb: toGoOn}
	case line[0] == '"' && json.Unmarshal([]byte(line), &text) == nil:
		return answering(text)
	case line[0] == '{':
		return readObject(line)
	}
	return answering(line)
}

func answering(text string) reply {
	if text = strings.TrimSpace(text); text == "" {
		return reply{verb: toGoOn}
	}
	return reply{verb: toAnswer, text: text}
}

// readObject reads an object with exactly one key.
func readObject(line string) reply {
	wrong := reply{mistake: words.Sentencef("a reply is a value, or an object with one of the keys %s", "answer, next, skip, back, change, review")}
	var value any
	decoder := json.NewDecoder(strings.NewReader(line))
	decoder.UseNumber()
	opened, _ := decoder.Token()
	key, err := decoder.Token()
	if err != nil || opened != json.Delim('{') || decoder.Decode(&value) != nil {
		return wrong
	}
	closed, _ := decoder.Token()
	if _, err := decoder.Token(); err != io.EOF || closed != json.Delim('}') {
		return wrong
	}
	name, _ := key.(string)
	switch want := verbs[name]; want {
	case toAnswer, toChange:
		if text, ok := asText(value); ok && (want == toAnswer || text != "") {
			return textual(want, text)
		}
	case toGoOn, toSkip, toGoBack, toReview:
		if value == true {
			return reply{verb: want}
		}
	}
	return wrong
}

func textual(want verb, text string) reply {
	if want == toAnswer {
		return answering(text)
	}
	return reply{verb: want, text: text}
}

// asText is a JSON value as it is written in a file of answers; lists are joined by blanks.
func asText(value any) (text string, ok bool) {
	switch v := value.(type) {
	case string:
		return v, true
	case json.Number:
		return v.String(), true
	case bool:
		return strconv.FormatBool(v), true
	case []any:
		items := make([]string, len(v))
		for i, item := range v {
			if items[i], ok = item.(string); !ok {
				return "", false
			}
		}
		return strings.Join(items, " "), true
	}
	return "", false
}
