/** The masker as a script of its own: the search engine loads it once a log is searched for. */

import { mask, stripPrefix } from "./messages/mask.ts";
import { errata } from "./shared.ts";

errata.masker = { mask, stripPrefix };
