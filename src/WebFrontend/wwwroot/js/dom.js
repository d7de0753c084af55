/**
 * Builds elements. Text is always text: nothing here reads markup.
 * @typedef {Node | string | number | null | undefined | false} Leaf
 * @typedef {Leaf | (Leaf | Leaf[])[]} Child
 * @typedef {Record<string, unknown> & {on?: Record<string, (event: any) => void>, vars?: Record<string, string>}} Props
 */

const SVG = "http://www.w3.org/2000/svg";

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Props | null} [props] attributes; true sets one without a value, null and false leave it out; `on` listens, `vars` sets custom properties
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  decorate(element, props);
  fill(element, children);
  return element;
}

/**
 * The same for SVG.
 * @param {string} tag
 * @param {Props | null} [props]
 * @param {...Child} children
 * @returns {SVGElement}
 */
export function svg(tag, props, ...children) {
  const element = /** @type {SVGElement} */ (document.createElementNS(SVG, tag));
  decorate(element, props);
  fill(element, children);
  return element;
}

/**
 * Puts these children in place of those there are.
 * @template {Element} T
 * @param {T} element
 * @param {...Child} children
 * @returns {T}
 */
export function replace(element, ...children) {
  element.replaceChildren();
  fill(element, children);
  return element;
}

/** Writes a text where it differs, so that nothing is spoken twice. @param {Element} element @param {string} text */
export function write(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/**
 * Makes the children of an element equal to these, and keeps those that are so: what has the focus, is scrolled or was spoken stays. The new ones may
 * listen to nothing and set no custom properties.
 * @param {Element} element
 * @param {...Child} children
 */
export function renew(element, ...children) {
  const next = document.createElement("div");
  fill(next, children);
  alike(element, next);
}

/** @param {Element} element @param {Element} next */
function alike(element, next) {
  const wanted = [...next.childNodes];
  while (element.childNodes.length > wanted.length) {
    element.lastChild?.remove();
  }

  wanted.forEach((child, i) => {
    const is = element.childNodes[i];
    if (is instanceof Element && child instanceof Element && is.nodeName === child.nodeName) {
      for (const { name } of [...is.attributes].filter(({ name }) => !child.hasAttribute(name))) {
        is.removeAttribute(name);
      }

      for (const { name, value } of [...child.attributes].filter(({ name, value }) => is.getAttribute(name) !== value)) {
        is.setAttribute(name, value);
      }

      alike(is, child);
    } else if (is instanceof Text && child instanceof Text) {
      if (is.data !== child.data) {
        is.data = child.data;
      }
    } else if (is) {
      is.replaceWith(child);
    } else {
      element.append(child);
    }
  });
}

/** @param {Element} element @param {Child[]} children */
function fill(element, children) {
  for (const child of children.flat(2)) {
    if (child !== null && child !== undefined && child !== false) {
      element.append(typeof child === "number" ? String(child) : child);
    }
  }
}

/** @param {HTMLElement | SVGElement} element @param {Props | null | undefined} props */
function decorate(element, props) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (name === "on") {
      for (const [event, listen] of Object.entries(props?.on ?? {})) {
        element.addEventListener(event, listen);
      }
    } else if (name === "vars") {
      for (const [property, text] of Object.entries(props?.vars ?? {})) {
        element.style.setProperty(property, text);
      }
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
}
