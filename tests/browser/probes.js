// What tests ask of a page that axe cannot tell: each function answers with a list of faults.
"use strict";

globalThis.probes = (() => {
  const CONTROLS = "a[href], button, input, select, textarea, summary, [tabindex]";
  const SLACK = 1;

  const shown = (element) =>
    element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) &&
    element.getClientRects().length > 0;
  const named = (element) => element.outerHTML.slice(0, 160);
  const all = (selector) => [...document.querySelectorAll(selector)];

  /** Everything that the Tab key should come to, in the document's order. */
  const stops = () =>
    all(CONTROLS).filter((it) => shown(it) && it.tabIndex >= 0 && !it.matches(":disabled"));

  const isOutlined = (element) => {
    const style = getComputedStyle(element);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= SLACK;
  };

  /** Whether something else lies over the whole of the element, or it is out of the window. */
  const isHidden = (element) =>
    ![...element.getClientRects()].some((box) =>
      [0.1, 0.5, 0.9].some((part) => {
        const x = box.left + box.width * part;
        // In the middle of what the window can show of it: a table may be taller than the window.
        const y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
        const top = document.elementFromPoint(x, y);
        return top !== null && (element.contains(top) || top.contains(element) || isLabel(top, element));
      }),
    );
  const isLabel = (top, element) => [...(element.labels ?? [])].some((label) => label.contains(top));

  /** Where the keyboard is: the number of its stop, -1 if it is none, and what is wrong there. */
  const focused = () => {
    const element = document.activeElement;
    const faults = [];
    if (element === null || element === document.body) {
      return { stop: null, faults };
    }
    if (isHidden(element)) {
      faults.push(`hidden: ${named(element)}`);
    }
    if (!isOutlined(element)) {
      faults.push(`no outline: ${named(element)}`);
    }
    return { stop: stops().indexOf(element), faults };
  };

  /** Stops that the focus does not mark. */
  const unmarked = () =>
    stops().filter((it) => (it.focus({ focusVisible: true }), !isOutlined(it)))
      .map((it) => `no outline: ${named(it)}`);

  const isUnseen = (element) => {
    const box = element.getBoundingClientRect();
    return box.width <= 1 || box.height <= 1 || getComputedStyle(element).clipPath !== "none";
  };
  const SCROLLS = ["auto", "scroll"];

  /** Elements that cut off what they hold and cannot be scrolled. */
  const clipped = () =>
    all("body *").filter((element) => {
      const style = getComputedStyle(element);
      const wide = element.scrollWidth > element.clientWidth + SLACK;
      const high = element.scrollHeight > element.clientHeight + SLACK;
      const cutsX = ["hidden", "clip"].includes(style.overflowX) && wide;
      const cutsY = ["hidden", "clip"].includes(style.overflowY) && high;
      return (cutsX || cutsY) && shown(element) && !isUnseen(element);
    }).map((element) => `cut off: ${named(element)}`);

  /** The page itself, or a text that runs over the window's edge, outside of what scrolls. */
  const sideways = () => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) {
      return [];
    }
    const isInside = (element) => {
      for (let up = element.parentElement; up !== null; up = up.parentElement) {
        if (SCROLLS.includes(getComputedStyle(up).overflowX)) {
          return true;
        }
      }
      return false;
    };
    const over = all("body *").filter(
      (it) => shown(it) && it.getBoundingClientRect().right > width + SLACK && !isInside(it),
    );
    return [`wider than the window: ${over.length > 0 ? named(over[over.length - 1]) : "?"}`];
  };

  /** Text spacing as WCAG 2.2, 1.4.12 has it; a sheet of the page's own is no inline style. */
  const spaced = () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
      p { margin-block-end: 2em !important; }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    return [];
  };

  const seconds = (list) => Math.max(...list.split(",").map(parseFloat));

  /** What moves by itself, or changes over time. */
  const moving = () =>
    all("*").flatMap((element) =>
      ["", "::before", "::after"].flatMap((pseudo) => {
        const style = getComputedStyle(element, pseudo);
        const lasts = seconds(style.transitionDuration) + seconds(style.animationDuration);
        const smooth = pseudo === "" && style.scrollBehavior === "smooth";
        return lasts > 0.001 || smooth ? [`moves: ${named(element)}${pseudo}`] : [];
      }),
    );

  /** Controls that a border or a mark of the browser's own does not tell from text. */
  const borderless = () =>
    all("button, input:not([type=checkbox], [type=radio], [type=file]), select, textarea")
      .filter(shown)
      .filter((it) => {
        const style = getComputedStyle(it);
        return style.borderTopStyle === "none" || parseFloat(style.borderTopWidth) < SLACK;
      })
      .map((it) => `no border: ${named(it)}`);

  /** Controls that do nothing where no script runs. */
  const dead = () =>
    all("button, input, select, textarea, [role=button], [role=combobox], a:not([href])")
      .filter(shown)
      .filter((it) => !it.closest("[data-ready]"))
      .filter((it) => it.form?.getAttribute("action") == null || (it.type ?? "submit") === "button")
      .map((it) => `does nothing: ${named(it)}`);

  return { borderless, clipped, dead, focused, moving, sideways, spaced, stops: () => stops().length, unmarked };
})();
