package diagnose

// netFaults come before any reply: the name, the connection, or a message of a program that hides the reply.
var netFaults = []Fault{
	{
		ID: "NET-01", Title: "The server's name was not found",
		Cause: "The device has no DNS server, or only one for internal names; the name is mistyped, has a blank at its end, or a scheme or port stands in the same field.",
		Fix: []Step{
			{"Set the router or a public resolver as DNS server on the device.", ""},
			{"Type the name again: smtp.office365.com for signing in (with TLS 1.2), the domain's MX value for relay and direct send. Never smtp.live.com, smtp.outlook.com or mail.office365.com.", ""},
		},
		on: onAny, Clears: ClearsNever, Confidence: High,
		Sources: []Source{reportNet},
		shared: []string{"getaddrinfo failed", "Name or service not known", "nodename nor servname provided", "ENOTFOUND", "EAI_AGAIN", "EREFUSED", "Could not resolve host", "unknown host",
			"UnknownHostException", "no such host", "The remote name could not be resolved", "No such host is known", "Temporary failure in name resolution", "server not found", "could not be resolved"},
	},
	{
		ID: "NET-02", Title: "No answer on port 25",
		Cause: "The provider, a firewall or the cloud host blocks outgoing port 25 (Azure, AWS and DigitalOcean do so by default).",
		Fix: []Step{
			{"Try it from a PC on the same network:", "Test-NetConnection <MX endpoint> -Port 25"},
			{"Ask the provider to open port 25, and open it on the firewall for the device.", ""},
		},
		Change:      []Change{{SMTPAuth, "Port 25 cannot be opened: sign in on port 587, with TLS 1.2."}},
		contradicts: []Contradiction{{"port_25", "blocked", ""}},
		on:          onMX, Clears: ClearsNever, Confidence: High,
		Apart:   "It is this one when the device's port is 25.",
		Sources: []Source{msDevices, reportRelay},
		shared:  timeouts,
	},
	{
		ID: "NET-03", Title: "No answer on port 587",
		Cause: "A firewall rule for outgoing traffic, a wrong gateway or VLAN on the device, or a VPN.",
		Fix: []Step{
			{"Try it from a PC on the same network:", "Test-NetConnection smtp.office365.com -Port 587"},
			{"Allow outgoing port 587 on the firewall for the device.", ""},
			{"Check the gateway and the VLAN of the device.", ""},
		},
		contradicts: []Contradiction{{"port_587", "blocked", ""}},
		on:          onAuth, Clears: ClearsNever, Confidence: High,
		Apart:   "It is this one when the device's port is 587.",
		Sources: []Source{msDevices},
		shared:  timeouts,
	},
	{
		ID: "NET-04", Title: "The connection was refused",
		Cause: "Nothing listens there: the server name or the port is wrong, or a relay of your own is down. (Port 465 is not offered by Microsoft 365.)",
		Fix: []Step{
			{"Check server name and port: port 587 for signing in, port 25 for relay and direct send.", ""},
			{"With a relay of your own: start it.", ""},
		},
		on: onAny, Clears: ClearsNever, Confidence: High,
		Sources: []Source{reportNet},
		shared:  []string{"ECONNREFUSED", "connection refused", "actively refused it", "10061"},
		yields:  []string{"AUTH-13", "ANY-06"},
	},
	{
		ID: "NET-05", Title: "It works for hundreds of messages, then times out",
		Cause: "The mailbox sends more than Exchange Online takes from it, and is slowed down instead of refused.",
		Fix: []Step{
			{"Send more slowly (30 messages a minute from one mailbox), over one connection.", ""},
		},
		Change:      []Change{{Relay, "Bulk from one mailbox; or a bulk mail service."}},
		contradicts: []Contradiction{{"volume", "high", ""}},
		on:          onAuth, Clears: ClearsByTime, Confidence: Medium,
		Sources: []Source{msSubmit, reportLimits},
		shared:  []string{"messages then timeout", "messages then timeouts", "messages, then it times out", "messages and then times out", "messages then times out"},
		yields:  []string{"AUTH-"},
	},
	{
		ID: "NET-06", Title: "This message hides the server's reply",
		Cause: "A program says that sending failed, but not what the server answered. The cause cannot be told from it.",
		Fix: []Step{
			{"Find the SMTP reply in the device's job log, or let the program write a debug log: a line that begins with three digits.", ""},
		},
		on: onAny, Clears: ClearsNever, Confidence: Low,
		Sources: []Source{reportNet},
		vague: []string{"SMTP connect() failed", "Failure sending mail", "Send failed", "Sending failed", "SMTP Error: Could not authenticate", "Could not connect to SMTP host",
			"The SMTP server requires a secure connection or the client was not authenticated",
			"Il server SMTP richiede una connessione protetta oppure il client non è stato autenticato", "Il server SMTP richiede una connessione protetta o il client non è stato autenticato",
			"Le serveur SMTP requiert une connexion sécurisée ou le client n'était pas authentifié", "Le serveur SMTP requiert une connexion sécurisée ou le client n'a pas été authentifié",
			"Der SMTP-Server erfordert eine sichere Verbindung", "El servidor SMTP requiere una conexión segura",
			"Expected response code 250 but got", "Failed to send email", "Unable to send email", "An error occurred while sending mail"},
		yields: []string{"AUTH-", "MX-", "ANY-", "NET-01", "NET-02", "NET-03", "NET-04", "NET-05", "SYM-", "PANEL-"},
	},
}

// timeouts are how programs say that nobody answered. The port tells NET-02 from NET-03.
var timeouts = []string{"ETIMEDOUT", "ESOCKETTIMEDOUT", "connection timed out", "operation timed out", "timed out", "Greeting never received",
	"connected party did not properly respond after a period of time", "Unable to connect to the remote server", "i/o timeout", "connect timeout", "Connection timeout",
	"Network is unreachable", "No route to host"}
