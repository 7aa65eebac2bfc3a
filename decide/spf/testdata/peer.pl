# Evaluates SPF records with Debian's libmail-spf-perl. DNS is the zone given on standard input.
use strict;
use warnings;
use JSON::PP;
use Mail::SPF;
use Net::DNS;
use Time::HiRes qw(time);

package Zone;
sub new {
    my ($class, $answers) = @_;
    my %names = map { / (.*)/ => 1 } map { lc } keys %$answers;
    return bless { answers => $answers, names => \%names }, $class;
}
sub errorstring { return "" }
sub send {
    my ($self, $name, $type) = @_;
    my $records = $self->{answers}{ lc("$type $name") };
    my $packet = eval { Net::DNS::Packet->new($name, $type) }    # dies of an empty label
        || Net::DNS::Packet->new("invalid", $type);
    $packet->header->rcode($self->{names}{ lc $name } ? "NOERROR" : "NXDOMAIN");
    if (@{ $records || [] } && $records->[0] eq "SERVFAIL") {
        $packet->header->rcode("SERVFAIL");
        return $packet;
    }
    for my $text (@{ $records || [] }) {
        my %rr = (name => $name, type => $type);
        if    ($type eq "TXT") { $rr{txtdata} = [$text] }
        elsif ($type eq "MX")  { @rr{qw(preference exchange)} = split / /, $text; $rr{exchange} ||= "." }
        elsif ($type eq "PTR") { $rr{ptrdname} = $text }
        else                   { $rr{address} = $text }
        $packet->push(answer => Net::DNS::RR->new(%rr));
    }
    return $packet;
}

package main;
my $task = decode_json(do { local $/; <STDIN> });
my $zone = Zone->new($task->{zone});
my $server = Mail::SPF::Server->new(dns_resolver => $zone, hostname => "unknown");
my @results;
my $begun = time;
for (1 .. $task->{passes}) {
    @results = ();
    for my $case (@{ $task->{cases} }) {
        $task->{zone}{"txt contoso.com"} = [ $case->{record} ] if defined $case->{record};
        my $request = eval { Mail::SPF::Request->new(    # dies of what is no mailbox
            versions => [1], scope => $case->{sender} ? "mfrom" : "helo", identity => $case->{sender} || $case->{helo},
            ip_address => $case->{ip}, helo_identity => $case->{helo}) };
        push @results, $request ? $server->process($request)->code : "none";
    }
}
print encode_json({ results => \@results, seconds => time - $begun });
