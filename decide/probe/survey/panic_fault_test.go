package survey

import (
	"context"
	"net"
	"testing"

	"sendpath/decide/check"
	"sendpath/decide/crash"
	"sendpath/decide/evidence"
)

type brokenAsker struct{}

func (brokenAsker) Ask(context.Context, []evidence.Question) evidence.Set { panic("no such luck") }

type brokenDialer struct{}

func (brokenDialer) DialContext(context.Context, string, string) (net.Conn, error) {
	panic("no such luck")
}

// A panic beside a survey, in asking or in trying a server, is one of who started it: nothing hangs, and
// nobody takes what is missing for fine.
func TestAPanicReachesWhoSurveys(t *testing.T) {
	dialing := surveyor(contoso())
	dialing.WithoutServers, dialing.Dialer = false, brokenDialer{}
	for name, s := range map[string]*Surveyor{"asking": {DNS: brokenAsker{}}, "dialing": dialing} {
		func() {
			defer func() {
				if broken := crash.Of(recover()); broken == nil || len(broken.Places) == 0 {
					t.Errorf("%s: %v", name, broken)
				}
			}()
			s.survey(t, check.Subject{})
		}()
	}
}
