package device

import (
	"slices"

	"sendpath/decide/words"
)

// A Label is what a field is called.
type Label struct {
	Text    string
	Generic bool   // neutral wording: what the device calls it is not known
	Source  string // URL of the first source that gives the wording
	Beside  string // neutral wording to show as well, because the profile is weak; or ""
}

// Field returns what is known of a setting's field; the zero Field when nothing is.
func (p *Profile) Field(s Setting) Field {
	if f := p.field(s); f != nil {
		return *f
	}
	return Field{}
}

func (p *Profile) field(s Setting) *Field {
	switch s {
	case Server:
		return p.Fields.Server
	case Port:
		return p.Fields.Port
	case Encryption:
		return p.Fields.Encryption
	case Authentication:
		return p.Fields.Authentication
	case Username:
		return p.Fields.Username
	case Password:
		return p.Fields.Password
	case Sender:
		return p.Fields.Sender
	}
	return nil
}

// Label returns what the device's page calls a setting, in the language of the tag lang ("it") where
// that wording is known, else in English. Without a known label it is the generic one. Generic labels
// are in Texts, so they can be said in the user's language; a device's own labels never are.
func (p *Profile) Label(s Setting, lang string) Label {
	f, g := p.Field(s), generic()
	if f.Label == "" || p.ID == Generic {
		gf := g.Field(s)
		return Label{Text: gf.Label, Generic: true, Source: g.sourceURL(gf.Src)}
	}
	l := Label{Text: f.Label, Source: p.sourceURL(f.Src)}
	if lang == "it" && f.LabelIT != "" {
		l.Text = f.LabelIT
	}
	if p.weak() {
		l.Beside = g.Field(s).Label
	}
	return l
}

func (p *Profile) weak() bool { return p.Confidence == Thin || p.Confidence == None }

// source returns the source with this key.
func (p *Profile) source(key string) (Source, bool) {
	i := slices.IndexFunc(p.Sources, func(s Source) bool { return s.Key == key })
	if i < 0 {
		return Source{}, false
	}
	return p.Sources[i], true
}

func (p *Profile) sourceURL(src []string) string {
	if len(src) == 0 {
		return ""
	}
	s, _ := p.source(src[0])
	return s.URL
}

// Ticked and Unticked are the states of a box, which has no words of its own.
const (
	Ticked   words.Text = "ticked"
	Unticked words.Text = "unticked"
)

// A Word is how a choice reads on the device's page.
type Word struct {
	Text    string
	Generic bool     // common wording: what the device calls it is not known
	Box     bool     // Text is Ticked or Unticked, to be said in the user's language
	Others  []string // with Generic: words that other devices use for the same choice
}

// EncryptionWord returns the device's word for "starttls", "off" or "implicit" (TLS from the first byte).
// The zero Word answers any other choice.
func (p *Profile) EncryptionWord(choice string) Word { return p.word(Encryption, choice) }

// AuthenticationWord returns the device's word for "on", "off" or "oauth".
func (p *Profile) AuthenticationWord(choice string) Word { return p.word(Authentication, choice) }

func (p *Profile) word(s Setting, choice string) Word {
	if own := p.Field(s).Words[choice]; len(own) > 0 && p.ID != Generic {
		box := own[0] == string(Ticked) || own[0] == string(Unticked)
		return Word{Text: own[0], Box: box}
	}
	common := generic().Field(s).Words[choice]
	if len(common) == 0 {
		return Word{}
	}
	return Word{Text: common[0], Generic: true, Others: common[1:]}
}

// SettingOrder returns the seven settings in the order of the device's page, and whether that order is
// known; if not, it is the order of Settings.
func (p *Profile) SettingOrder() (order []Setting, known bool) {
	if len(p.Order) > 0 {
		return slices.Clone(p.Order), true
	}
	return slices.Clone(Settings), false
}

// A MenuPath is the way to the mail page. Text is "" when it is not known.
type MenuPath struct {
	Text   string
	Panel  bool // at the device's own panel, not in its web page
	Note   words.Text
	Source string // URL
}

// MenuPath returns the way through the web page in the language of the tag lang where that is known,
// else in English; where there is none, the way at the panel.
func (p *Profile) MenuPath(lang string) MenuPath {
	m := MenuPath{Text: p.Path.Web, Note: p.Path.Note, Source: p.sourceURL(p.Path.Src)}
	switch {
	case lang == "it" && p.Path.WebIT != "":
		m.Text = p.Path.WebIT
	case p.Path.Web == "" && p.Path.Panel != "":
		m.Text, m.Panel = p.Path.Panel, true
	}
	return m
}

// OAuth says whether the device can sign in to Microsoft 365 with OAuth; OAuthSetup says how.
func (p *Profile) OAuth() OAuthStatus { return p.OAuthSetup.Status }

// QuirksWhen returns the quirks that concern everybody and those for the given occasions.
func (p *Profile) QuirksWhen(occasions ...When) []Quirk {
	var hold []Quirk
	for _, q := range p.Quirks {
		if q.When == Always || slices.Contains(occasions, q.When) {
			hold = append(hold, q)
		}
	}
	return hold
}

// Switches returns the further fields that must be set for mail to go out on the given occasions.
func (p *Profile) Switches(occasions ...When) []Switch {
	var hold []Switch
	for _, s := range p.Fields.Other {
		if s.Value != "" && (s.When == Always || slices.Contains(occasions, s.When)) {
			hold = append(hold, s)
		}
	}
	return hold
}
