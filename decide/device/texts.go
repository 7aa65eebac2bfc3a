package device

import (
	"slices"

	"sendpath/decide/words"
)

// Texts returns every sentence of the profiles, the generic labels and the states of a box, each once:
// what a catalogue translates. Labels, words and menu paths of a device are not among them: they are
// literal.
func Texts() []words.Text {
	texts := []words.Text{Ticked, Unticked}
	for _, s := range Settings {
		texts = append(texts, words.Text(generic().Field(s).Label))
	}
	for _, p := range profiles() {
		texts = append(texts, p.texts()...)
	}
	texts = slices.DeleteFunc(texts, func(t words.Text) bool { return t == "" })
	slices.Sort(texts)
	return slices.Compact(texts)
}

func (p *Profile) texts() []words.Text {
	texts := []words.Text{p.Path.Note, p.Prerequisites.DNS, p.Prerequisites.Time, p.TLS.Note,
		p.OAuthSetup.Words, p.OAuthSetup.Flow, p.OAuthSetup.Note}
	texts = append(texts, p.OAuthSetup.Prerequisites...)
	for _, o := range p.Path.Others {
		texts = append(texts, o.Note)
	}
	for _, f := range p.Fields.all() {
		texts = append(texts, f.Mechanisms, f.Fixed, f.PerUser, f.Note)
	}
	for _, s := range p.Fields.Other {
		texts = append(texts, s.Note)
	}
	for _, c := range p.ErrorCodes {
		texts = append(texts, c.Meaning)
	}
	for _, q := range p.Quirks {
		texts = append(texts, q.Text, q.Effect)
	}
	return texts
}

// all returns the fields that a source mentions.
func (f Fields) all() []*Field {
	every := []*Field{f.Server, f.Port, f.Encryption, f.Authentication, f.Username, f.Password, f.Sender,
		f.POPBeforeSMTP, f.Certificate, f.Test}
	return slices.DeleteFunc(every, func(f *Field) bool { return f == nil })
}
