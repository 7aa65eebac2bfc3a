package crash_test

import (
	"errors"
	"strings"
	"testing"

	"sendpath/decide/crash"
)

// caught runs f and returns its crash.
func caught(f func()) (c *crash.Crash) {
	defer func() { c = crash.Of(recover()) }()
	f()
	return nil
}

// The report of a panic names its place, and holds nothing of what the program worked on.
func TestAReportHoldsNoValues(t *testing.T) {
	const private = "scanner@contoso.com hunter2"
	var none []int
	var anything any = private
	for name, f := range map[string]func(){
		"text":         func() { panic(private) },
		"error":        func() { panic(errors.New(private)) },
		"value":        func() { panic(struct{ Password string }{private}) },
		"out of range": func() { _ = none[len(private)] },
		"wrong type":   func() { _ = anything.(int) },
		"map key":      func() { _ = map[any]int{[]string{private}: 1} },
		"nil":          func() { panic(nil) },
	} {
		c := caught(f)
		if c == nil {
			t.Fatalf("%s: no crash", name)
		}
		said := c.Error()
		if strings.Contains(said, "contoso") || strings.Contains(said, "hunter2") {
			t.Errorf("%s: the report repeats what is private: %s", name, said)
		}
		if c.Kind == "" || len(c.Places) == 0 || !strings.Contains(c.Places[0], "TestAReportHoldsNoValues") {
			t.Errorf("%s: the report does not lead to the fault: %s", name, said)
		}
	}
	if c := caught(func() { _ = none[3] }); !strings.Contains(c.Kind, "index out of range [3]") {
		t.Errorf("the runtime's own words are lost: %s", c.Kind)
	}
}

// A panic in a goroutine is one of who waits for it, with the place where it was.
func TestAPanicIsCarried(t *testing.T) {
	results := make(chan func() int)
	go func() { results <- crash.Try(func() int { return 7 }) }()
	if got := (<-results)(); got != 7 {
		t.Errorf("the result is %d", got)
	}
	go func() { results <- crash.Try(breaks) }()
	if c := caught(func() { (<-results)() }); c == nil || !strings.HasPrefix(c.Place(), "decide/crash_test.breaks line ") {
		t.Errorf("%v", c)
	}
}

func breaks() int { panic("no such luck") }

func TestAGroupWaitsForAllAndPanicsOnce(t *testing.T) {
	stop := make(chan struct{})
	g := crash.Group{OnCrash: func() { close(stop) }}
	ended := 0
	g.Go(func() { <-stop; ended++ })
	g.Go(func() { breaks() })
	if c := caught(g.Wait); c == nil || ended != 1 {
		t.Errorf("crash %v, %d others ended", c, ended)
	}
	var calm crash.Group
	calm.Go(func() { ended++ })
	if c := caught(calm.Wait); c != nil || ended != 2 {
		t.Errorf("crash %v, %d ended", c, ended)
	}
}
