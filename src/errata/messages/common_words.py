"""What a word of a message is, and which words any log has: alone these tell nothing.

They are English function words, and what is frequent in some 5,800 error texts of the Python
standard library and common packages and in some 2,600 manuals, change logs and sources that any
machine has; none is taken from a knowledge base.
"""

from __future__ import annotations

import re
from typing import Final

from errata.data import read_json

CODE: Final = re.compile(r"^[A-Z]{2,9}(?:-[A-Z0-9]{2,9}){1,4}:?(?= )")
"""A code in front of a message, which a log may not have."""
TOKEN: Final = re.compile(
    r"(?:[A-Za-z_]\w{0,60}[.$]){2,16}([A-Za-z_]\w{0,120})"
    "|([\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af])"
    r"|([^\W_]\w*)"
)
"""A word: the last part of a dotted name, a Chinese, Japanese or Korean letter, or letters."""
MOST_WORDS: Final[int] = read_json("log_limits")["words"]["MOST_WORDS"]
COMMON: Final = frozenset(
    """
a able abort aborted about above absolute accept accepted access across action active actual
actually add added adding additional address adds after again against ahead algorithm all allocate
allow allowed allows along already also always among amount an and another any anything api app
appear appears application applied applies apply appropriate apr archive are area args argument
arguments around array as ascii aside ask asked assign at attached attempt attempted attempting
attribute auth authentication author automatically available avoid avoided away back backend bad
base basic be because become becomes been before begin behavior behind being below best better
between beyond big binary bit bits block body bold boolean both bottom bound bounds brief broken
browser buffer bug bugs build building built busy but by byte bytes cache call callable callback
called calling calls came can canceled cancelled cannot care carefully case cases cause caused
certain certificate change changed changes channel char character charset check checked checking
checks child circular class classes cleaning clear clearly click client close closed cmd code color
com combine come comes comma command comment common communication compile complete completed
completely compression condition conditions config configuration configured connect connected
connecting connection consider considered console constraint contact contain contained container
containing contains content contents context continue convert cookie copied copies copy correct
correctly corrupt corrupted could couldn count course crash create created creating cross curl
current currently curve custom data database date datetime db dead deadlock deal debug debugging
decimal deep default defaults defined defines definition delete deleted denied depend dependency
depending depends deprecated describe described describes description descriptor desired destination
detail details detect detected detects determine development device dict dictionary did died
difference different direct directly directories directory disable disabled disconnect disk
distribution dns do document documentation does doesn don done dot double down download downloaded
driver dropped due dump duplicate duration during easy edit effect eight either element elements
else email empty enable enabled encoded encoding end enough ensure entering entire entries entry
enum environment equal equals errno error errors escape especially establish established etc even
event ever every everything exact exactly example examples exceeded exceeds except exception
exchange exclude exec execute executing exhausted exist existing exists exit exited expect expected
expecting expects expired explain explicit explicitly express expression extended extension extra
fact failed fails failure fallback false family far fast fatal feature fetch few field fields file
filename files filter find fine finished first fix fixed fixes flag flags float folder folders
followed following follows font for forbidden form format forms forward found four frame free from
full fully function future gateway general generally generated get give given gives global gmt go
goes going gone good got greater group guide gzip had half halted hand handle handler happen
happened happening happens hard has hash have having header headers heap hello help here hex high
his hold home host hostname hour hours how however href html html5 http http2 https id idea
identifier if ignore ignored ignores ignoring illegal immediately impact implementation implemented
import important improve improved in include included includes including incompatible incomplete
incorrect incorrectly index indicate indicates individual info inform information initial initialize
initialized inline inode input inside install installed installing instance instances instead int
integer integers interactive internal internet interrupted into invalid io ip is issue issues it
item items iterable its java java.io job json json2 just keep kept kernel key keys keyword kill
killed kind know knows label laptop large last later latest lead leading leads least leave left
length less let letter letters level levels lib libraries library light like likely limit limited
line link links linux list listen listening lists literal little load loaded loading loads local
locale localhost location lock locks log login long longer look looking looks lookup loop lost lot
low lower mac machine made main make makes manager many map mapping mark marked marker match matches
matching matter max maximum may maybe mean meaning means meant medium meet memory message messages
met meta metadata method min mind minor minus minute minutes mismatch missing mobile mode modified
modify module modules modulus moment month months more morning most mount move moved mozilla ms much
multiple must mutually my name named names necessary need needed needs negative neither network
never new newer next nginx night no node non none nor normal not note noted notes nothing notice now
null number numeric numerical object objects occur occurred occurs of off offset often ok old older
on once one ones only onto open operation operations operator option options or ordered original os
other others otherwise our out output over overflow override own owner package packages packet page
parameter parameters parent parse parsed parser parsing part parts pass passed password past path
paths pattern peer pending people per perform performed perhaps permission permitted person phase
pid pipe place places plain platform please plugin png point points pool port position positive
possible possibly post practice prefix present prevent previous previously print private probably
problem problems process processes processing project prompt proper properly property protocol
provide provided provides proxy public purpose put query queue quick quickly quite quota quote
quoted quotes raised range rather read reading ready real really reason reasons receive received
recent recently recipient recommended record recoverable recursive reduce refer reference references
refers refused refusing regex registered regular rejected related relative reload remain remaining
remains remember remote remove removed repeat replace replaced report reported reporter reports
repository represent request requested required requirement requires reset resolve resource
resources response restart restarted restore result resulting results retry retrying return returned
returning revoked right rights root round route row rule run running runtime safari same sample save
saved saw say says scanning scheduled screen script scroll search sec second seconds section see
seek seen select selected self semaphores send sending sense sent separate sequence server service
session set sets setting setup several shared shell short shortly should show showing shown shows
shutdown side signal signature similar simple simply since single situation six size skipped
skipping slash slot snippet so socket software some sometimes soon sorry sort sorted source space
specific specified specify ssl stack stale start started starting starts state status stderr stdin
stdout step steps still stop stopped stops storage str stream streams string strings structure stuck
subclass subject substring success successful successfully such suggest suggested supplied supply
support supported supports sure symbolic sync synchronized syntax sys system table tag take taken
takes target targets task tell temporarily temporary term terminal terminated terms test tests text
than thank thanks that the their then there these thing things think third this though thought
thread three through throughout thus time timed timeout timer timestamp tip titles tls to today
together token told tolerance too tool tools top total trace transaction transport treat treated
tried true try trying tuple turn turned twice type typed types typical typically unable unauthorized
unavailable undefined under unexpected unhealthy unicode unique unit unix unknown unless unreachable
unrecognized unresponsive unsupported until up update updated upstream url usage use used useful
user users using usual usually utc utf utf8 valid value values variable various version versions
very via view visit volume wait waiting want wanted wants warn warning was way ways we web website
week weeks well went were what whatever when whenever where whereas whether which while whitespace
who whole whose why wide will windows with within without won word words work worker works world
worse worst worth would write writing wrong www xml yaml year years yes yesterday yet you your zero
zip zone
""".split()  # noqa: SIM905 - a list of words is read as words
)
