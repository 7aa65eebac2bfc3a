package cli

import (
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"sendpath/decide/diagnose"
	"sendpath/decide/words"
)

// setUpFlags say what is set on the device and in the organisation now.
type setUpFlags struct {
	asked     bool
	host      string
	port      string
	signsIn   string
	connector string
}

func (s *setUpFlags) register(e *environment, flags *pflag.FlagSet) {
	flags.StringVar(&s.host, "host", "", e.lang.Say("`NAME` of the mail server set on the device"))
	flags.StringVar(&s.port, "port", "", e.lang.Say("`NUMBER` of the port set on the device"))
	flags.BoolVar(&s.asked, "setup", false, e.lang.Say("tell from the flags about server, port, sign-in and connector which method this is; needs no text"))
	flags.StringVar(&s.signsIn, "signs-in", "", e.lang.Say("`yes|no|unknown` whether the device has a user name and a password for sending"))
	flags.StringVar(&s.connector, "connector", "", e.lang.Say("`yes|no|unknown` whether an inbound connector knows the device's public address or certificate"))
}

// maxPort is the highest port of TCP.
const maxPort = 65535

// read reads the flags, and returns all that are wrong.
func (s *setUpFlags) read() (diagnose.SetUp, []sayer) {
	setUp := diagnose.SetUp{Server: strings.ToLower(strings.TrimSuffix(strings.TrimSpace(s.host), ".")), Port: strings.TrimSpace(s.port)}
	var wrong []sayer
	if n, err := strconv.Atoi(setUp.Port); setUp.Port != "" && (err != nil || n < 1 || n > maxPort) {
		wrong = append(wrong, words.Sentencef("--port: found %s; allowed: a number from 1 to %d", quoted(s.port), maxPort))
	}
	var bad []sayer
	if setUp.Password, bad = readTri("signs-in", s.signsIn); bad != nil {
		wrong = append(wrong, bad...)
	}
	if setUp.Connector, bad = readTri("connector", s.connector); bad != nil {
		wrong = append(wrong, bad...)
	}
	return setUp, wrong
}

// readTri reads yes, no or unknown; "" is unknown. What else was typed is not repeated: beside a flag about
// signing in it may be a password.
func readTri(flag, text string) (diagnose.Tri, []sayer) {
	switch tri := diagnose.Tri(strings.ToLower(strings.TrimSpace(text))); tri {
	case "", diagnose.Yes, diagnose.No, diagnose.Unknown:
		return tri, nil
	}
	return "", []sayer{words.Sentencef("--%s: allowed: yes, no, unknown", flag)}
}
