package plain

import (
	"strconv"
	"strings"

	"sendpath/decide"
	"sendpath/decide/device"
	"sendpath/decide/words"
)

// An option is one value with a number before it.
type option struct {
	value, text string
}

func choices(q *decide.Question, lang *words.Language) []option {
	var options []option
	for _, c := range q.Choices {
		options = append(options, option{c.Value, lang.Say(c.Text)})
	}
	return options
}

// devices returns the devices that a typed text may mean, the generic one last.
func devices(typed string, lang *words.Language) []option {
	var options []option
	for _, p := range device.Find(typed) {
		options = append(options, option{p.ID, deviceName(p, lang)})
	}
	return options
}

// deviceName is a device as people call it: names of makers and families are the same in all languages.
func deviceName(p device.Profile, lang *words.Language) string {
	if p.ID == device.Generic {
		return lang.Say("My device is not in the list")
	}
	return strings.TrimSpace(p.Vendor + " " + strings.Join(p.Families, ", "))
}

// numbered returns the value that a typed number stands for, or the text as it is.
func numbered(text string, options []option) string {
	if i, ok := position(text, len(options)); ok {
		return options[i].value
	}
	return text
}

// position reads a number from 1 to count as an index.
func position(text string, count int) (int, bool) {
	n, err := strconv.Atoi(text)
	return n - 1, err == nil && n >= 1 && n <= count
}

// inWords is a value as a person says it.
func inWords(q *decide.Question, value string, lang *words.Language) string {
	switch {
	case q.Key == decide.DeviceID:
		profile, ok := device.ByID(value)
		if !ok {
			return lang.Say("My device is not in the list")
		}
		return deviceName(profile, lang)
	case value == "":
		return lang.Say("(no answer)")
	case q.Key == decide.Domain || q.Key == decide.CertificateName:
		return decide.ShowDomain(value)
	}
	return q.Words(value, lang)
}
