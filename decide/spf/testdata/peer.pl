# Evaluates SPF records with Debian's libmail-spf-perl. DNS is the zone given on standard input.
use strict;
use warnings;
use JSON::PP;
use Mail::SPF;
use Net::DNS;

package Zone;
sub new { my ($class, $answers) = @_; return bless { answers => $answers }, $class }
sub errorstring { return "" }
sub send {
    my ($self, $name, $type) = @_;
    my $records = $self->{answers}{ lc("$type $name") };
    my $packet = eval { Net::DNS::Packet->new($name, $type) }    # dies of an empty label
        || Net::DNS::Packet->new("invalid", $type);
    my $exists = grep { $_ =~ / \Q$name\E$/i } keys %{ $self->{answers} };
    $packet->header->rcode($exists ? "NOERROR" : "NXDOMAIN");
    if ($records && $records->[0] eq "SERVFAIL") {
        $packet->header->rcode("SERVFAIL");
        return $packet;
    }
    for my $text (@{ $records || [] }) {
        my %rr = (name => $name, type => $type);
        if    ($type eq "TXT") { $rr{txtdata} = [$text] }
        elsif ($type eq "MX")  { @rr{qw(preference exchange)} = split / /, $text }
        elsif ($type eq "PTR") { $rr{ptrdname} = $text }
        else                   { $rr{address} = $text }
        $packet->push(answer => Net::DNS::RR->new(%rr));
    }
    return $packet;
}

package main;
my $task = decode_json(do { local $/; <STDIN> });
my @results;
for my $case (@{ $task->{cases} }) {
    my $zone = Zone->new({ %{ $task->{zone} }, "txt contoso.com" => [ $case->{record} ] });
    my $server = Mail::SPF::Server->new(dns_resolver => $zone, hostname => "unknown");
    my $request = Mail::SPF::Request->new(
        versions => [1], scope => "mfrom", identity => $case->{sender},
        ip_address => $case->{ip}, helo_identity => $case->{helo});
    push @results, $server->process($request)->code;
}
print encode_json(\@results);
