package diagnose

import (
	"slices"
	"strings"

	"sendpath/decide/words"
)

// A stage is how far the device got. A panel's code tells no more than that.
type stage int

// The stages, in the order of a conversation.
const (
	stageName stage = iota
	stageConnect
	stageTLS
	stageSignIn
	stageSender
	stageRecipient
	stageSize
	stageReply // somewhere in the talk with the server
	stagePOP
	stageClock
	stageServerUnset
)

// stages says what each stage means and what to look at, and the entries it can lead to.
var stages = map[stage]struct {
	title, cause words.Text
	fix          []Step
	leads        []string
}{
	stageName: {"The device did not find the server's name", "The name of the server was not found, or is wrong.",
		[]Step{{"Check the server's name and the device's DNS server.", ""}}, []string{"NET-01"}},
	stageConnect: {"The device could not connect, or got no answer", "The server did not answer, or the connection broke.",
		[]Step{{"Check server name and port, and try the port from a PC on the same network:", "Test-NetConnection <server> -Port <port>"}}, []string{"NET-02", "NET-03", "NET-04"}},
	stageTLS: {"Encryption did not come about", "Device and server found no common encryption, or the device does not trust the certificate.",
		[]Step{{"Check the kind of encryption (STARTTLS on port 587), the device's TLS version and its clock.", ""}}, []string{"AUTH-12", "AUTH-13", "AUTH-15"}},
	stageSignIn: {"The sign-in failed", "User name, password or way of signing in was refused; the panel does not say why.",
		[]Step{{"Check user name and password in Outlook on the web.", ""}}, []string{"AUTH-02", "AUTH-03", "AUTH-10"}},
	stageSender: {"The sender was refused", "The sender's address is missing, or was not accepted; it may differ from the mailbox that signs in.",
		[]Step{{"Set the device's sender (administrator) address to the user name.", ""}}, []string{"AUTH-05", "AUTH-01"}},
	stageRecipient: {"A recipient was refused", "A recipient's address was not accepted.",
		[]Step{{"Check the address book.", ""}}, []string{"ANY-01", "MX-05"}},
	stageSize: {"The message is too large", "The message, or the server's store, was too large or full.",
		[]Step{{"Scan at a lower resolution, or in parts.", ""}}, []string{"ANY-02"}},
	stageReply: {"The server answered with an error", "Something went wrong in the talk with the mail server. The code stands for many causes.",
		[]Step{{"Look for the server's reply in the job log.", ""}}, nil},
	stagePOP: {"The device talks to a POP server", "POP before SMTP is switched on, probably by mistake.",
		[]Step{{"Switch POP before SMTP off, and SMTP authentication on.", ""}}, []string{"AUTH-01"}},
	stageClock: {"The device's date or time is wrong", "Date and time differ from the server's.",
		[]Step{{"Set date and time, best with a time server (NTP).", ""}}, []string{"SYM-11"}},
	stageServerUnset: {"No mail server is set", "The device has no SMTP server in its settings.",
		[]Step{{"Enter server and port in the device's mail settings.", ""}}, nil},
}

// A Panel is a code or text that a device shows. sourced says whether a document backs it; the others
// are general knowledge of the makers' manuals, and are only ever "probably".
type Panel struct {
	id      string
	Brands  []string // lower case, as they stand in a device's name
	Shows   string
	stage   stage
	sourced bool
	leads   []string // ids of the catalogue to look at, where they differ from the stage's
	source  Source
}

// Panels returns the panel codes that are known.
func Panels() []Panel {
	out := make([]Panel, len(panels))
	copy(out, panels)
	return out
}

// PanelsOf returns the codes that are known of a device's maker; device is a brand and model, or an id.
func PanelsOf(device string) []Panel {
	device = strings.ToLower(device) + " "
	return slices.DeleteFunc(Panels(), func(p Panel) bool { return !p.brand(device) })
}

var (
	canon   = []string{"canon", "imagerunner"}
	xerox   = []string{"xerox", "fujifilm", "fuji xerox", "workcentre", "versalink", "altalink", "apeos", "docucentre"}
	kyocera = []string{"kyocera", "taskalfa", "ecosys", "utax", "triumph-adler"}
	sharp   = []string{"sharp"}
	toshiba = []string{"toshiba", "e-studio"}
	brother = []string{"brother"}
	epson   = []string{"epson"}
	lexmark = []string{"lexmark"}
	konica  = []string{"konica", "bizhub"}
	ricoh   = []string{"ricoh", "savin", "lanier", "nashuatec", "gestetner", "rex rotary"}
	hp      = []string{"hp ", "hewlett", "futuresmart", "digital sender", "laserjet", "officejet"}
	oki     = []string{"oki ", "okidata", "oki-"}
	modicon = []string{"schneider", "m580", "bmenoc", "modicon"}
	twincat = []string{"beckhoff", "twincat"}
)

var panels = []Panel{
	{"PANEL-RICOH-SENDER", ricoh, "Transmission has failed", stageSender, true, []string{"AUTH-05"}, ricoh860},
	{"PANEL-RICOH-AUTH", ricoh, "Authentication with the destination has failed", stageSignIn, true, nil, ricohAuth},
	{"PANEL-RICOH-SMTP", ricoh, "Cannot connect to the SMTP server", stageTLS, true, []string{"AUTH-12"}, mfpTLS},
	{"PANEL-XEROX-SMTP", xerox, "Cannot connect to the SMTP server", stageTLS, true, []string{"AUTH-12"}, mfpTLS},
	{"PANEL-KYOCERA-SMTP", kyocera, "Cannot connect to the SMTP server", stageTLS, true, []string{"AUTH-12"}, mfpTLS},
	{"PANEL-SHARP-SMTP", sharp, "Cannot connect to the SMTP server", stageTLS, true, []string{"AUTH-12"}, mfpTLS},
	{"PANEL-HP-RECIPIENT", hp, "unknown user", stageRecipient, true, nil, hpSender},
	{"PANEL-OKI-E421", oki, "E421", stageReply, true, []string{"AUTH-07", "AUTH-11", "AUTH-12"}, okiManual},
	{"PANEL-OKI-E450", oki, "E450", stageRecipient, true, nil, okiManual},
	{"PANEL-OKI-E550", oki, "E550", stageReply, true, []string{"AUTH-05", "MX-05"}, okiManual},
	{"PANEL-OKI-E552", oki, "E552", stageSize, true, nil, okiManual},
	{"PANEL-OKI-E554", oki, "E554", stageReply, true, []string{"AUTH-05", "ANY-02"}, okiManual},
	{"PANEL-M580-5104", modicon, "5104", stageConnect, true, nil, schneider},
	{"PANEL-M580-5108", modicon, "5108", stageSender, true, []string{"AUTH-01"}, schneider},
	{"PANEL-M580-5109", modicon, "5109", stageRecipient, true, nil, schneider},
	{"PANEL-M580-510A", modicon, "510A", stageRecipient, true, nil, schneider},
	{"PANEL-M580-510D", modicon, "510D", stageSignIn, true, nil, schneider},
	{"PANEL-TWINCAT-8016", twincat, "8016", stageSignIn, true, []string{"AUTH-10"}, beckhoff},
	{"PANEL-TWINCAT-8017", twincat, "8017", stageSignIn, true, []string{"AUTH-02", "AUTH-03e"}, beckhoff},
	{"PANEL-TWINCAT-8019", twincat, "8019", stageName, true, nil, beckhoff},
	{"PANEL-TWINCAT-801D", twincat, "801D", stageConnect, true, nil, beckhoff},
	{"PANEL-TWINCAT-80A5", twincat, "80A5", stageTLS, true, nil, beckhoff},
	{"PANEL-TWINCAT-80A7", twincat, "80A7", stageTLS, true, []string{"AUTH-15"}, beckhoff},

	{"PANEL-CANON-752", canon, "752", stageConnect, false, []string{"NET-01", "NET-02", "NET-03"}, Source{}},
	{"PANEL-CANON-801", canon, "801", stageReply, false, nil, Source{}},
	{"PANEL-CANON-802", canon, "802", stageName, false, nil, Source{}},
	{"PANEL-CANON-806", canon, "806", stageSignIn, false, nil, Source{}},
	{"PANEL-CANON-810", canon, "810", stagePOP, false, nil, Source{}},
	{"PANEL-CANON-813", canon, "813", stagePOP, false, nil, Source{}},
	{"PANEL-CANON-839", canon, "839", stageSignIn, false, nil, Source{}},
	{"PANEL-CANON-841", canon, "841", stageTLS, false, nil, Source{}},
	{"PANEL-XEROX-016-503", xerox, "016-503", stageName, false, nil, Source{}},
	{"PANEL-XEROX-016-764", xerox, "016-764", stageConnect, false, nil, Source{}},
	{"PANEL-XEROX-016-765", xerox, "016-765", stageSize, false, nil, Source{}},
	{"PANEL-XEROX-016-766", xerox, "016-766", stageSize, false, nil, Source{}},
	{"PANEL-XEROX-016-767", xerox, "016-767", stageRecipient, false, nil, Source{}},
	{"PANEL-XEROX-016-768", xerox, "016-768", stageSender, false, nil, Source{}},
	{"PANEL-KYOCERA-1101", kyocera, "1101", stageName, false, nil, Source{}},
	{"PANEL-KYOCERA-1102", kyocera, "1102", stageSignIn, false, nil, Source{}},
	{"PANEL-KYOCERA-1104", kyocera, "1104", stageRecipient, false, nil, Source{}},
	{"PANEL-KYOCERA-1106", kyocera, "1106", stageSender, false, nil, Source{}},
	{"PANEL-KYOCERA-2101", kyocera, "2101", stageConnect, false, nil, Source{}},
	{"PANEL-KYOCERA-2102", kyocera, "2102", stageConnect, false, nil, Source{}},
	{"PANEL-KYOCERA-3101", kyocera, "3101", stageReply, false, nil, Source{}},
	{"PANEL-KYOCERA-3201", kyocera, "3201", stageSignIn, false, []string{"AUTH-10"}, Source{}},
	{"PANEL-SHARP-CE-02", sharp, "CE-02", stageName, false, nil, Source{}},
	{"PANEL-SHARP-CE-03", sharp, "CE-03", stageConnect, false, nil, Source{}},
	{"PANEL-SHARP-CE-04", sharp, "CE-04", stageSignIn, false, nil, Source{}},
	{"PANEL-SHARP-CE-09", sharp, "CE-09", stageReply, false, []string{"ANY-02"}, Source{}},
	{"PANEL-TOSHIBA-1C15", toshiba, "1C15", stageSize, false, nil, Source{}},
	{"PANEL-TOSHIBA-1C69", toshiba, "1C69", stageConnect, false, nil, Source{}},
	{"PANEL-TOSHIBA-1C6B", toshiba, "1C6B", stageSignIn, false, []string{"AUTH-02", "AUTH-03", "AUTH-05"}, Source{}},
	{"PANEL-TOSHIBA-1C6C", toshiba, "1C6C", stageRecipient, false, nil, Source{}},
	{"PANEL-BROTHER-TS-02", brother, "TS-02", stageName, false, nil, Source{}},
	{"PANEL-BROTHER-TS-03", brother, "TS-03", stageSignIn, false, nil, Source{}},
	{"PANEL-BROTHER-TS-06", brother, "TS-06", stageClock, false, nil, Source{}},
	{"PANEL-EPSON-COMM", epson, "SMTP server communication error", stageConnect, false, nil, Source{}},
	{"PANEL-EPSON-AUTH", epson, "authentication failed", stageSignIn, false, nil, Source{}},
	{"PANEL-EPSON-METHOD", epson, "authentication method unsupported", stageSignIn, false, []string{"AUTH-10"}, Source{}},
	{"PANEL-LEXMARK-UNSET", lexmark, "SMTP server not set up", stageServerUnset, false, nil, Source{}},
	{"PANEL-KONICA-CONNECT", konica, "Server connection error", stageConnect, false, nil, Source{}},
	{"PANEL-KONICA-LOGIN", konica, "Login error", stageSignIn, false, nil, Source{}},
}

// The words around a panel's stage: sourced, and from general knowledge only.
const (
	panelBring    words.Text = "The panel's code names the stage only. Get the server's reply from the device's job log or communication log as well."
	panelProbably words.Text = "Probably: the maker's list for this model was not at hand, and the meaning differs between models. Look it up in the manual."
)

// LeadsTo returns the ids of the catalogue that the code can lead to.
func (p Panel) LeadsTo() []string {
	if p.leads != nil {
		return p.leads
	}
	return stages[p.stage].leads
}

// Fault is the entry of the catalogue for the code, made from its stage.
func (p Panel) Fault() Fault {
	s := stages[p.stage]
	f := Fault{ID: p.id, Title: s.title, Cause: s.cause, Clears: ClearsNever, Confidence: Low, on: onAny}
	f.Fix = append(f.Fix, s.fix...)
	f.Fix = append(f.Fix, Step{panelBring, ""})
	if p.sourced {
		f.Confidence, f.Sources = Medium, []Source{p.source}
	} else {
		f.Apart = panelProbably
	}
	return f
}

func panelFaults() []Fault {
	var out []Fault
	for _, p := range panels {
		out = append(out, p.Fault())
	}
	return out
}

// brand reports whether the panel's maker is named in s, which is in lower case.
func (p Panel) brand(s string) bool {
	for _, b := range p.Brands {
		if at := strings.Index(s, b); at == 0 || at > 0 && !isAlnum(s[at-1]) {
			return true
		}
	}
	return false
}
