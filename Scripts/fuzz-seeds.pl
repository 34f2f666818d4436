#!/usr/bin/env perl
# Writes the inputs that fuzzing starts from: the examples of the GFM specification, the cases of the manuals, the
# examples and fixtures, and every text in the tests, where each past fault has left its own.
# usage: fuzz-seeds.pl DIRECTORY
use strict;
use warnings;
use utf8;
no warnings 'utf8';
use open qw(:std :encoding(UTF-8));

my $out = shift or die "usage: fuzz-seeds.pl DIRECTORY\n";
my %seen;
my %count;
mkdir $out;
mkdir "$out/$_" for qw(note json front-matter);

sub seed {
  my ($target, $text) = @_;
  return if length $text == 0 || length $text > 4096 || $seen{$target}{$text}++;
  my $file = sprintf '%s/%s/%05d', $out, $target, $count{$target}++;
  open my $handle, '>', $file or die "$file: $!\n";
  print $handle $text;
  close $handle;
}

# A text goes where it can be read.
sub sort_seed {
  my ($text) = @_;
  return seed('json', $text) if $text =~ /^\s*[\[{]/;
  seed('note', $text);
  seed('front-matter', $text) if $text =~ /^\x{FEFF}?---/ || $count{note} % 20 == 0;
}

sub content {
  my ($file) = @_;
  open my $handle, '<', $file or die "$file: $!\n";
  local $/;
  my $text = <$handle>;
  close $handle;
  return $text;
}

# The examples of the specification: between lines of 32 backticks, the Markdown ends at a line ".".
my $fence = '`' x 32;
open my $specification, '-|', 'gzip', '-dc', '/usr/share/doc/cmark-gfm/spec.txt.gz' or die "gzip: $!\n";
my $text = do { local $/; <$specification> };
close $specification or die "the GFM specification is missing; install it with: apt-get install cmark-gfm\n";
while ($text =~ /^$fence example[^\n]*\n(.*?)^\.\n/gms) {
  sort_seed($1 =~ s/→/\t/gr);
}

# The manuals: fenced blocks, with stand-ins for what cannot be seen.
for my $file (glob 'Documentation/*.md') {
  my $manual = content($file);
  while ($manual =~ /^(`{3,})(?:markdown|json)[^\n]*\n(.*?)^\1$/gms) {
    my $case = $2;
    $case =~ s/␣/ /g;
    $case =~ s/⇥/\t/g;
    $case =~ s/⟨U\+([0-9A-F]+)⟩/chr hex $1/ge;
    $case =~ s/⟨byte ([0-9A-F]+)⟩/\x{FFFD}/g;
    sort_seed($case);
  }
}

for my $file (glob('Examples/*.md Examples/*.json Tests/*/Fixtures/*.json Tests/*/Findings/*')) {
  my $text = content($file);
  sort_seed($text);
  # Long ones in pieces as well.
  sort_seed($_) for length $text > 500 ? split(/\n(?=\n)/, $text) : ();
}

# Texts of the tests, in folders of topics or beside them.
my $tests = 'Tests/{ContentBlocks,MarkdownTranslator}Tests';
for my $file (glob("$tests/*.swift $tests/*/*.swift Tests/ConversionOracles/*.swift")) {
  my $source = content($file);
  while ($source =~ /"""\n(.*?)^( *)"""/gms) {
    my ($text, $indent) = ($1, $2);
    $text =~ s/^$indent//gm;
    sort_seed(unescaped($text));
  }
  $source =~ s/"""\n.*?"""//gs;
  while ($source =~ /#"(.*?)"#/g) { sort_seed($1) }
  while ($source =~ /(?<!#)"((?:[^"\\\n]|\\.)*)"/g) { sort_seed(unescaped($1)) }
}

sub unescaped {
  my ($text) = @_;
  my %escapes = (n => "\n", r => "\r", t => "\t", 0 => "\0", '"' => '"', "'" => "'", '\\' => '\\');
  $text =~ s/\\(?:u\{([0-9A-Fa-f]+)\}|([nrt0"'\\]))/defined $1 ? chr hex $1 : $escapes{$2}/ge;
  return $text;
}

print "seeds: ", join(', ', map { "$count{$_} $_" } sort keys %count), "\n";
