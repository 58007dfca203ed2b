/** Makes elements. All text is added as text nodes, so none of it can become markup. */

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

/** Finds an element that the page's template must have. */
export function find<Found extends Element = HTMLElement>(selector: string, root: ParentNode): Found {
  return root.querySelector<Found>(selector) as Found;
}
