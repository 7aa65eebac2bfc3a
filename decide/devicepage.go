package decide

import (
	"slices"
	"strings"

	"sendpath/decide/device"
	"sendpath/decide/words"
)

const (
	alsoSet    words.Text = "Also needed there: %s = %s."
	oauthPlace words.Text = "OAuth is set up at: %s."
)

// page tells where the settings are typed, and what the device's maker says about it.
func (b *builder) page() DevicePage {
	p := b.profile
	page := DevicePage{ID: p.ID, Name: p.Vendor, OAuth: string(p.OAuth()), Notes: b.pageNotes(), Sources: []string{}}
	if len(p.Families) > 0 {
		page.Name += " " + strings.Join(p.Families, ", ")
	}
	path := p.MenuPath(b.lang.Code())
	switch {
	case path.Text != "" && p.UI != "" && !path.Panel:
		page.Where = p.UI + ": " + path.Text
	default:
		page.Where = path.Text
	}
	page.Sources = append(page.Sources, b.labelSources(path.Source)...)
	return page
}

// pageNotes are what to know at the device, in the order of need: the way to the page, what is to be right
// before, what else is to be set, and surprises.
func (b *builder) pageNotes() []string {
	p := b.profile
	notes := []string{}
	add := func(texts ...words.Text) {
		var said []string
		for _, t := range texts {
			if t != "" {
				said = append(said, b.lang.Say(t))
			}
		}
		if len(said) > 0 {
			notes = append(notes, strings.Join(said, " "))
		}
	}
	add(p.MenuPath(b.lang.Code()).Note)
	add(p.Prerequisites.DNS)
	add(p.Prerequisites.Time)
	notes = append(notes, b.switches()...)
	if b.Authentication == ByOAuth {
		notes = append(notes, b.oauthNotes()...)
	}
	for _, q := range p.QuirksWhen(b.occasions()...) {
		add(q.Text, q.Effect)
	}
	return notes
}

// switches are the fields beside the settings without which no mail goes out.
func (b *builder) switches() []string {
	var notes []string
	for _, s := range b.profile.Switches(b.occasions()...) {
		value := s.Value
		if t := words.Text(value); t == device.Ticked || t == device.Unticked {
			value = b.lang.Say(t)
		}
		note := b.lang.Say(alsoSet, s.Label, value)
		if s.Note != "" {
			note += " " + b.lang.Say(s.Note)
		}
		notes = append(notes, note)
	}
	return notes
}

// oauthNotes tell where a device that signs in with OAuth is taught to, and what for.
func (b *builder) oauthNotes() []string {
	setup := b.profile.OAuthSetup
	var notes []string
	if setup.Where != "" {
		notes = append(notes, b.lang.Say(oauthPlace, setup.Where))
	}
	for _, t := range append([]words.Text{setup.Flow}, setup.Prerequisites...) {
		if t != "" {
			notes = append(notes, b.lang.Say(t))
		}
	}
	return notes
}

// labelSources lists where the labels and the menu path were read, each once.
func (b *builder) labelSources(path string) []string {
	urls := []string{path}
	for _, name := range device.Settings {
		if label := b.profile.Label(name, b.lang.Code()); !label.Generic {
			urls = append(urls, label.Source)
		}
	}
	slices.Sort(urls)
	return slices.DeleteFunc(slices.Compact(urls), func(url string) bool { return url == "" })
}

// occasions are those of a profile's notes that the plan brings about.
func (b *builder) occasions() []device.When {
	switch {
	case b.Authentication == ByPassword:
		return []device.When{device.SignIn, device.ByPassword}
	case b.Authentication == ByOAuth:
		return []device.When{device.SignIn, device.ByOAuth}
	case b.Method == DirectSend:
		return []device.When{device.Direct}
	case b.Method == OwnServerMethod:
		return []device.When{device.OwnRelay}
	}
	return nil
}
