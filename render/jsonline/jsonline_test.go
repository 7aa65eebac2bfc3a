package jsonline

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"sendpath/decide/clean"
)

// expected is the line that encoding/json writes, made harmless.
func expected(t *testing.T, value any) string {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		t.Fatal(err)
	}
	return string(clean.JSON(b.Bytes()))
}

func same[T any](t *testing.T, value T) {
	t.Helper()
	got, err := Append(nil, &value)
	if want := expected(t, value); err != nil || string(got) != want {
		t.Errorf("got %s, %v\nwant %s", got, err, want)
	}
}

// Every text is written as encoding/json writes it, and steers no terminal.
func FuzzString(f *testing.F) {
	f.Add("a\x1b]0;title\x07\u009b31m\u202e\u2066\x7f\xff\r\n\t\b\f\x00\"\\ <b>&amp; \u2028\u2029 \ufffd é 日本")
	for i := range 17 { // each octet that ends a stride of eight, at each place in it
		for _, octet := range []string{"\"", "\\", "\x7f", "\x1f", "\x80", " ", "~"} {
			f.Add(strings.Repeat("x", i) + octet + strings.Repeat("y", 16-i))
		}
	}
	f.Fuzz(func(t *testing.T, s string) {
		same(t, s)
		same(t, []string{s, s})
		same(t, map[string]string{s: s})
	})
}

type named string

type inner struct {
	Text named `json:"text,omitempty"`
	List []int `json:"list,omitempty"`
	Yes  bool  `json:"yes,omitempty"`
}

type base struct{ Deep string }

type outer struct {
	Plain    string
	Number   int    `json:"number"`
	Long     int64  `json:"long"`
	Hidden   string `json:"-"`
	own      string
	Inner    inner     `json:"inner,omitempty"`
	Pointer  *inner    `json:"pointer"`
	Nothing  *inner    `json:"nothing"`
	Left     *inner    `json:"left,omitempty"`
	List     []inner   `json:"list"`
	Octets   []byte    `json:"octets"`
	Day      time.Time `json:"day"`
	Marshals object    `json:"marshals"`
	Mixed    struct {
		base
		Quoted int `json:",string"`
	}
	Table map[string]float64
	Any   any
}

// An object writes itself.
type object struct{ text string }

func (o object) MarshalJSON() ([]byte, error) {
	if o.text == "no" {
		return nil, errors.New("not this one")
	}
	return json.MarshalIndent(map[string]string{"text": o.text}, "", "  ")
}

// Whatever a field is, it is written as encoding/json writes it; what is rare is left to encoding/json.
func TestEveryKindOfField(t *testing.T) {
	same(t, outer{List: []inner{}, Octets: []byte{}})
	full := outer{Plain: "a<b", Number: -7, Long: 1 << 40, Hidden: "h", own: "o", Pointer: &inner{"x", []int{1, 2}, true},
		List: []inner{{}, {Text: "y"}}, Octets: []byte("oct"), Day: time.Unix(1, 0).UTC(), Marshals: object{"\u009b<"},
		Table: map[string]float64{"b": 1.5, "a": 0}, Any: []any{nil, "\x7f"}}
	full.Mixed.Deep, full.Mixed.Quoted = "deep", 5
	same(t, full)
}

// A list that nobody made is an empty list.
func TestNoListIsNull(t *testing.T) {
	var none struct {
		List []inner `json:"list"`
	}
	if got, err := Append([]byte("before "), &none); err != nil || string(got) != "before {\"list\":[]}\n" {
		t.Errorf("%q, %v", got, err)
	}
}

// What cannot be written is an error, not half a line.
func TestAnErrorIsTold(t *testing.T) {
	for _, value := range []outer{{Marshals: object{"no"}}, {Any: func() {}}} {
		if _, err := Append(nil, &value); err == nil {
			t.Error("no error")
		}
	}
}
