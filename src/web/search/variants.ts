/** Orders the messages on the cards of codes by the words that stand beside a code. */

import type { Card, CardVariant, Hit } from "./types.ts";

export const orderVariants = (cards: Card[], hits: Hit[]) => cards.map((card) => orderCard(card, hits));

/**
 * Puts the articles that fit the query best first: a message was pasted with its code. A card has the first few; what
 * the best article says about the message is taken from its result.
 */
function orderCard(card: Card, hits: Hit[]): Card {
  if (!card.variants || !hits.length) return card;
  const pages = hits.map(({ href }) => href.split("#")[0]);
  // As an unsigned number, -1 for "no place" is the last.
  const placeOf = ({ href }: CardVariant) => pages.indexOf(href) >>> 0;
  const variants = [...card.variants].sort((one, other) => placeOf(one) - placeOf(other));
  const [{ number, excerpt, href, short }] = hits;
  if (placeOf(variants[0]) && card.articles.includes(number)) {
    variants.unshift({ message: excerpt.map(({ text }) => text).join(""), solution: [short], href, anchor: "" });
    variants.pop();
  }
  return { ...card, variants };
}
