package decide

import "testing"

func TestDifferencesNameWhatTheDeviceNeedsNow(t *testing.T) {
	direct := office().With(StaticIP, No).With(Recipients, Internal).With(DirectSendState, DirectAllowed)
	before := Decide(Case{Answers: direct, AsOf: days[0]}, healthyDNS())
	after := Decide(Case{Answers: office().With(Recipients, Internal), AsOf: days[0]}, healthyDNS())
	got := map[string]Difference{}
	for _, d := range Differences(before, after, nil) {
		got[d.What] = d
	}
	if d := got["method"]; d.Before != "direct-send" || d.After != "relay" {
		t.Errorf("%+v", d)
	}
	if got["connector"].Before != "" || got["connector"].After == "" {
		t.Errorf("%+v", got["connector"])
	}
	if _, changed := got["server"]; changed {
		t.Error("the server is the same, and is listed")
	}
}

func TestAPlanDoesNotDifferFromItself(t *testing.T) {
	p := Decide(Case{Answers: office(), AsOf: days[0]}, healthyDNS())
	if d := Differences(p, p, nil); len(d) > 0 {
		t.Errorf("%+v", d)
	}
}
