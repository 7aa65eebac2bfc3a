package smtp_test

import (
	"context"
	"net"
	"sync/atomic"
	"testing"

	"sendpath/decide/crash"
	"sendpath/decide/probe/probetest"
	"sendpath/decide/probe/smtp"
)

// A panic on one of the connections that try the TLS versions is one of who probes.
func TestAPanicReachesWhoProbes(t *testing.T) {
	server := probetest.SMTPPipe(t, probetest.SMTPOptions{})
	var connections atomic.Int32
	target := at(server)
	target.Dialer = route{server.Addr.String(): func(ctx context.Context) (net.Conn, error) {
		if connections.Add(1) > 1 {
			panic("no such luck")
		}
		return server.DialContext(ctx, "", "")
	}}
	defer func() {
		if broken := crash.Of(recover()); broken == nil || len(broken.Places) == 0 {
			t.Errorf("%v", broken)
		}
	}()
	p := smtp.Probe(t.Context(), target)
	t.Errorf("nothing happened: %+v", p)
}
