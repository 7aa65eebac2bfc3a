// Package jsonline writes values as one line of JSON each, for batches of thousands of plans: octet by octet
// what encoding/json writes without escaping HTML and clean.JSON makes harmless, in about a third of the
// time. It is pure.
//
// The types of a plan are walked once and become a printer each; a type that is none of the plain ones (see
// printerOf) is left to encoding/json.
package jsonline

import (
	"bytes"
	"encoding"
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"sync"

	"sendpath/decide/clean"
)

// Append appends what value points to, and a line feed. A nil slice is written as an empty array: lists are
// never null in our JSON. The error is that of a MarshalJSON method or of encoding/json.
func Append[T any](b []byte, value *T) ([]byte, error) {
	w := writer{line: b}
	v := reflect.ValueOf(value).Elem()
	printerOf(v.Type())(&w, v)
	return append(w.line, '\n'), w.err
}

// A writer collects a line.
type writer struct {
	line []byte
	err  error // the first
}

// A printer writes the values of one type. They are addressable.
type printer func(*writer, reflect.Value)

var (
	printers  sync.Map // by reflect.Type
	marshaler = reflect.TypeFor[json.Marshaler]()
	texter    = reflect.TypeFor[encoding.TextMarshaler]()
)

func printerOf(t reflect.Type) printer {
	if p, ok := printers.Load(t); ok {
		return p.(printer)
	}
	p := newPrinter(t)
	printers.Store(t, p)
	return p
}

func newPrinter(t reflect.Type) printer {
	switch pointer := reflect.PointerTo(t); {
	case t.Implements(marshaler):
		return marshaled
	case pointer.Implements(marshaler), pointer.Implements(texter):
		return standard
	}
	switch t.Kind() {
	case reflect.String:
		return func(w *writer, v reflect.Value) { w.line = appendString(w.line, v.String()) }
	case reflect.Bool:
		return func(w *writer, v reflect.Value) { w.line = strconv.AppendBool(w.line, v.Bool()) }
	case reflect.Int, reflect.Int64:
		return func(w *writer, v reflect.Value) { w.line = strconv.AppendInt(w.line, v.Int(), 10) }
	case reflect.Pointer:
		return pointerPrinter(t)
	case reflect.Slice:
		return slicePrinter(t)
	case reflect.Struct:
		return structPrinter(t)
	}
	return standard
}

// marshaled asks the value itself.
func marshaled(w *writer, v reflect.Value) {
	own, err := v.Addr().Interface().(json.Marshaler).MarshalJSON()
	var b bytes.Buffer
	if err == nil {
		err = json.Compact(&b, own) // it may be spread over lines
	}
	w.add(b.Bytes(), err)
}

// standard asks encoding/json.
func standard(w *writer, v reflect.Value) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v.Addr().Interface())
	w.add(bytes.TrimSuffix(b.Bytes(), []byte{'\n'}), err)
}

// add adds what others wrote, or notes that they could not.
func (w *writer) add(encoded []byte, err error) {
	if w.err == nil {
		w.err = err
	}
	w.line = append(w.line, clean.JSON(encoded)...)
}

func pointerPrinter(t reflect.Type) printer {
	element := printerOf(t.Elem())
	return func(w *writer, v reflect.Value) {
		if v.IsNil() {
			w.line = append(w.line, "null"...)
			return
		}
		element(w, v.Elem())
	}
}

func slicePrinter(t reflect.Type) printer {
	if t.Elem().Kind() == reflect.Uint8 {
		return standard // as base64
	}
	element := printerOf(t.Elem())
	return func(w *writer, v reflect.Value) {
		w.line = append(w.line, '[')
		for i := range v.Len() {
			if i > 0 {
				w.line = append(w.line, ',')
			}
			element(w, v.Index(i))
		}
		w.line = append(w.line, ']')
	}
}

// A field is one member of an object.
type field struct {
	index     int
	name      string // with a comma before it and a colon behind it
	omitEmpty bool
	print     printer
}

func structPrinter(t reflect.Type) printer {
	var fields []field
	for i := range t.NumField() {
		f := t.Field(i)
		tag := f.Tag.Get("json")
		name, options, _ := strings.Cut(tag, ",")
		switch {
		case f.Anonymous, options != "" && options != "omitempty":
			return standard
		case tag == "-", !f.IsExported():
			continue
		case name == "":
			name = f.Name
		}
		fields = append(fields, field{i, "," + string(appendString(nil, name)) + ":", options != "", printerOf(f.Type)})
	}
	return func(w *writer, v reflect.Value) {
		w.line = append(w.line, '{')
		comma := 1 // to leave out of the first name
		for i := range fields {
			f := &fields[i]
			member := v.Field(f.index)
			if f.omitEmpty && isEmpty(member) {
				continue
			}
			w.line = append(w.line, f.name[comma:]...)
			comma = 0
			f.print(w, member)
		}
		w.line = append(w.line, '}')
	}
}

// isEmpty is what omitempty means.
func isEmpty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice, reflect.Map:
		return v.Len() == 0
	case reflect.Struct:
		return false
	}
	return v.IsZero()
}
