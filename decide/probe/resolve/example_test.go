package resolve_test

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"time"

	"github.com/miekg/dns"

	"sendpath/decide/evidence"
	"sendpath/decide/probe/resolve"
	"sendpath/decide/spf"
)

// serve answers on loopback from master-file lines until stop is called.
func serve(records ...string) (resolver netip.AddrPort, stop func()) {
	socket, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	server := &dns.Server{PacketConn: socket, Handler: dns.HandlerFunc(func(w dns.ResponseWriter, query *dns.Msg) {
		reply := new(dns.Msg).SetReply(query)
		for _, record := range records {
			if rr, _ := dns.NewRR(record); rr.Header().Name == query.Question[0].Name && rr.Header().Rrtype == query.Question[0].Qtype {
				reply.Answer = append(reply.Answer, rr)
			}
		}
		w.WriteMsg(reply)
	})}
	go server.ActivateAndServe()
	return netip.MustParseAddrPort(socket.LocalAddr().String()), func() { server.Shutdown() }
}

// All questions go out at once. Silence, "no such name" and "no such record" are different answers.
func ExampleClient_Ask() {
	resolver, stop := serve("contoso.com. 60 IN MX 10 mx.contoso.com.")
	defer stop()
	client := resolve.New([]netip.AddrPort{resolver})
	defer client.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()

	questions := []evidence.Question{evidence.Ask(evidence.MX, "contoso.com"), evidence.Ask(evidence.TXT, "contoso.com")}
	answers := client.Ask(ctx, questions)
	for _, question := range questions {
		fmt.Println(question, answers[question].Outcome, answers[question].Records)
	}
	// Output:
	// mx contoso.com found [10 mx.contoso.com]
	// txt contoso.com no data []
}

// Complete runs pure code until it has every answer that it looks up.
func ExampleComplete() {
	resolver, stop := serve(`contoso.com. 60 IN TXT "v=spf1 include:example.net -all"`, `example.net. 60 IN TXT "v=spf1 ip4:192.0.2.0/24 -all"`)
	defer stop()
	client := resolve.New([]netip.AddrPort{resolver})
	defer client.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()

	var result spf.Evaluation
	resolve.Complete(ctx, client, evidence.Set{}, func(look *evidence.Look) {
		result = spf.Evaluate(look, spf.Query{IP: netip.MustParseAddr("192.0.2.1"), Sender: "scanner@contoso.com"})
	})
	fmt.Println(result.Result, "by", result.Matched)
	// Output:
	// pass by include:example.net
}
