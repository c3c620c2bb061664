/** What the pages' scripts use of a browser, as little as it is; each script declares the names itself, so that no other file sees them. */

interface Parent {
  querySelector(selector: string): Part | null;
  querySelectorAll(selector: string): Iterable<Part>;
}

export interface Part extends Parent {
  readonly classList: { toggle(name: string, on: boolean): void };
  textContent: string | null;
  value: string;
  closest(selector: string): Part | null;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  scrollIntoView(how: { readonly block: "nearest"; readonly inline: "center" }): void;
  getBoundingClientRect(): { readonly left: number; readonly width: number };
}

interface Happening {
  readonly target: Part | null;
  readonly key: string;
  readonly repeat: boolean;
  readonly clientX: number;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  preventDefault(): void;
}

export interface Page extends Parent {
  readonly documentElement: Part;
  getElementById(id: string): Part | null;
  addEventListener(type: string, listener: (happening: Happening) => void): void;
}

export type Addresses = Record<"pushState" | "replaceState", (data: null, unused: string, address: string) => void>;
