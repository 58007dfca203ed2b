/** Makes elements. Every text comes in as a text node, so nothing of it can become markup. */

export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** An element that the page's own template has. */
export function find<Found extends Element = HTMLElement>(selector: string, root: ParentNode): Found {
  return root.querySelector<Found>(selector) as Found;
}
