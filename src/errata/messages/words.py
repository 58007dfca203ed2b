"""Words that any log has: alone they tell no message from another.

English function words, and what is frequent in some 5,800 error texts of the Python standard
library and common packages; none is taken from a knowledge base.
"""

from __future__ import annotations

from typing import Final

COMMON: Final = frozenset(
    """
a abort aborted absolute accept accepted access action active add added adding address after again
algorithm all allocate allowed already also an and any api app application apply apr archive are
args argument arguments array as assign at attached attempt attempted attempting attribute auth
authentication available avoided back backend bad base be because been before begin being between
binary bits block body bold boolean both bound bounds broken buffer build building built busy but
by byte bytes cache call callable callback called calling calls can canceled cancelled cannot
cause caused certificate change changed changes channel char character charset check checking
child circular class classes cleaning client close closed cmd code color combine command comment
communication compile complete completed compression config configuration configured connect
connected connecting connection constraint contain container contains content context convert
cookie copy corrupt corrupted could couldn count crash create created creating cross current curve
data database date datetime db dead deadlock debug decimal default defined definition delete
deleted denied dependency deprecated descriptor desired destination detected determine device dict
dictionary did died directly directories directory disabled disconnect disk distribution dns do
does doesn don done down driver dropped due dump duplicate duration during either element elements
empty enabled encoding end enough entering entries entry enum environment equal errno error errors
event exactly exceeded exceeds exception exchange exec execute executing exhausted exist existing
exists exit exited expected expecting expects expired expression extension failed failure fallback
false family fatal fetch field fields file filename files find finished first flag flags float
following for forbidden format found frame from full function gateway generated get given got
greater group had halted handle handler has hash have header headers heap help here host how html
http https id identifier if ignored ignoring illegal implementation implemented import in include
incompatible incomplete index info initialize initialized inode input inside install installed
installing instance instances instead int integer internal interrupted into invalid io ip is it
item items iterable its java java.io job json kernel key keys keyword kill killed know label large
last least left length level levels lib libraries library like limit line link links list listen
listening literal load loaded loading local locale location lock locks log login long loop lost
machine main make manager many map mapping marker match matching max maximum may medium memory
message messages metadata method min mismatch missing mode module modules modulus more most mount
ms multiple must mutually name named names need needed needs negative network new next nginx no
node non none not nothing now null number numerical object objects of off offset ok on once one
only open operation operator option options or os other out output over overflow override owner
package packages packet page parameter parameters parent parse parsing pass passed password path
paths pattern peer pending permission permitted phase pid pipe platform please plugin point pool
port position positive possible post prefix present print private process processes processing
project property protocol provide provided proxy public put query queue quota raised range read
reading ready reason receive received recipient record recoverable recursive reference references
refused refusing regex registered rejected relative reload remote remove removed report reporter
request requested required requirement requires reset resolve resource resources response restart
restarted restore result retry retrying return returned revoked root route row rule run running
runtime same scanning scheduled script sec second seconds section see seek semaphores send sending
sent sequence server service session set setting setup shared should shutdown signal signature
single size skipped skipping slot so socket software some source space specific specified specify
ssl stack stale start started starting state status stdin stop stopped storage str stream streams
string strings structure stuck subclass success successful successfully such supplied supply
support supported symbolic sync synchronized syntax sys system table tag takes target targets task
temporarily temporary terminated test tests text than that the their then there these this thread
time timed timeout timer timestamp tls to token tolerance too total trace transaction transport
tried true try trying tuple type types unable unauthorized unavailable undefined under unexpected
unhealthy unique unit unknown unreachable unrecognized unresponsive unsupported until up update
updated upstream url use used user users using valid value values variable version via volume wait
waiting warn warning was we were when which while wide will windows with without word work worker
would write writing wrong www yet you your zero zip zone
""".split()  # noqa: SIM905 - a list of words is read as words
)
