package diagnose

// anyFaults are seen with every method.
var anyFaults = []Fault{
	{
		ID: "ANY-01", Title: "The recipient does not exist",
		Cause: "The address in the device's address book is wrong, the mailbox was deleted or has no licence, or the directory is not synchronised.",
		Fix: []Step{
			{"Correct the address book.", ""},
			{"See whether the address exists:", "Get-Recipient -Identity <recipient>"},
		},
		on: onAny, Clears: ClearsNever, Confidence: High,
		Sources: []Source{msNDR},
		says:    []string{"RESOLVER.ADR.RecipientNotFound", "RESOLVER.ADR.RecipNotFound", "RESOLVER.ADR.ExRecipNotFound", "Recipient not found by SMTP address lookup"},
		shared:  []string{"5.5.0 Requested action not taken: mailbox unavailable"},
		codes:   []string{"5.1.1", "5.1.10", "5.1.0", "5.7.504"},
	},
	{
		ID: "ANY-02", Title: "The message is too large",
		Cause: "The limit of the sender's or the recipient's mailbox (about 35 MB by default), of a relay on the way, or of the server (150 MB). Mail encoding adds a third to the size of a scan.",
		Fix: []Step{
			{"Scan at a lower resolution or with fewer colours, as compact PDF, or in parts.", ""},
			{"Raise the mailbox's limit, MaxSendSize.", ""},
			{"A relay of your own on the way: raise its limit.", ""},
		},
		on: onAny, Clears: ClearsNever, Confidence: High,
		Sources: []Source{msLimits, reportSize},
		says:    []string{"MapiExceptionMaxSubmissionExceeded", "RESOLVER.RST.SendSizeLimit", "RESOLVER.RST.RecipSizeLimit", "Message size exceeds maximum size limit"},
		shared:  []string{"Message size exceeds fixed maximum message size", "Message size exceeds fixed limit", "message file too big", "attachment too large"},
		codes:   []string{"5.2.3", "5.3.4"},
	},
	{
		ID: "ANY-03", Title: "The recipient's mailbox is flooded or full",
		Cause: "The recipient got too many messages in an hour, often from an application whose alerts loop, or the mailbox is full.",
		Fix: []Step{
			{"Stop the loop, and send one summary instead of many alerts.", ""},
			{"A full mailbox: make room, or enable its archive.", ""},
		},
		on: onAny, Clears: ClearsByTime, Confidence: High,
		Sources: []Source{msNDR, manual},
		says:    []string{"The recipient has exceeded their limit for the number of messages they can receive per hour", "exceeded their limit for the number of messages they can receive"},
		shared:  []string{"mailbox full", "mailbox is full"},
		codes:   []string{"5.2.121", "5.2.122", "5.2.2"},
	},
	{
		ID: "ANY-04", Title: "A rule or policy refused the message",
		Cause: "A mail flow rule or another policy of the organisation rejected it. The message trace names the rule.",
		Fix: []Step{
			{"Find the rule in the message trace:", "Get-MessageTraceV2 -SenderAddress <sender> | Get-MessageTraceDetailV2"},
			{"Add an exception for the device's sender to that rule.", ""},
		},
		on: onAny, Clears: ClearsNever, Confidence: High,
		Sources: []Source{msNDR},
		says:    []string{"TRANSPORT.RULES.RejectMessage", "policy violation detected (AS", "5.7.1 Delivery not authorized"},
		shared:  []string{"Delivery not authorized, message refused"},
		codes:   []string{"5.0.350"},
	},
	{
		ID: "ANY-05", Title: "5.7.1 alone has at least six meanings",
		Cause: "A listed address, a sender that may not send as another, a rule, a closed group, or a server that will not forward. Only the words of the reply tell which; bare \"unable to relay\" comes from other mail servers.",
		Fix: []Step{
			{"Get the whole reply from the device's job log or a debug run: its words, and the server name at its end.", ""},
		},
		on: onAny, Clears: ClearsNever, Confidence: Low,
		Sources: []Source{msNDR, manual},
		codes:   []string{"5.7.1"},
		yields:  []string{"AUTH-", "MX-", "ANY-0"},
	},
	{
		ID: "ANY-06", Title: "The message looped, expired, or had too many recipients",
		Cause: "Mostly on the recipient's side: a routing loop, a server that did not answer for days, a certificate that is not trusted there; or too many recipients in one message.",
		Fix: []Step{
			{"Check the MX record and the connectors of the recipient's domain.", ""},
			{"Too many recipients: send in several messages, or to a group.", ""},
		},
		on: onAny, Clears: ClearsNever, Confidence: Medium,
		Sources: []Source{msNDR},
		says:    []string{"Routing loop detected", "5.4.300 Message expired", "4.4.7 Message expired", "4.4.316 Connection refused"},
		shared:  []string{"Too many recipients"},
		codes:   []string{"5.4.6", "5.4.14", "4.4.7", "5.4.300", "4.4.316", "4.4.317", "4.5.3"},
	},
}
