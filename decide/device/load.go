package device

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
)

//go:embed profiles.json
var data string

// profiles is parsed on first use: commands that need no profile start without it.
var profiles = sync.OnceValue(func() []Profile {
	all, err := parse(strings.NewReader(data))
	if err != nil {
		panic("device: profiles.json: " + err.Error()) // the file is part of the program, and tested
	}
	return all
})

// parse reads profiles and refuses keys that no field has: they are typing mistakes.
func parse(r io.Reader) ([]Profile, error) {
	dec := json.NewDecoder(r)
	dec.DisallowUnknownFields()
	var all []Profile
	if err := dec.Decode(&all); err != nil {
		return nil, fmt.Errorf("before byte %d: %w", dec.InputOffset(), err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("text after the list, at byte %d", dec.InputOffset())
	}
	return all, nil
}

// All returns every profile in the order of the list, the generic one last.
func All() []Profile { return slices.Clone(profiles()) }

// IDs returns the id of every profile, in the order of All.
func IDs() []string {
	ids := make([]string, 0, len(profiles()))
	for _, p := range profiles() {
		ids = append(ids, p.ID)
	}
	return ids
}

// profileByID finds profiles by their ids: a plan looks the generic one up for every label.
var profileByID = sync.OnceValue(func() map[string]*Profile {
	byID := make(map[string]*Profile, len(profiles()))
	for i := range profiles() {
		byID[profiles()[i].ID] = &profiles()[i]
	}
	return byID
})

// ByID returns the profile with exactly this id.
func ByID(id string) (Profile, bool) {
	if p, known := profileByID()[id]; known {
		return *p, true
	}
	return Profile{}, false
}

// generic returns the profile that lends its wording where a device's own is not known.
func generic() *Profile { return profileByID()[Generic] }
