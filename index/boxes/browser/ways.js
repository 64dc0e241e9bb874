"use strict";
// Words that are written joined, with a mark, or side by side, as index/query/joined.py and marks.py
// know them: F16, F-16 and F 16; e-mail and email; 5bn and 5 bn; 12500 and 12 500; 1990s.
//
// A term is {term, written, after}: as it is looked for, as it was typed, and what parts it from the
// next one: a hyphen or a blank; `joined` is a name without its apostrophe (DArcy). A way is {width, others, loose, instead}.

box.Ways = class {
  constructor(language, holds) {
    Object.assign(this, language.marks); // beginnings, hyphened, listed, short, units ...
    this.units = new Set(this.units);
    this.endings = new Set(this.endings);
    this.hyphened = new Set(this.hyphened);
    this.notOfRe = new Set(this.notOfRe);
    this.noWords = new Set(this.noWords);
    this.small = new Set(language.small);
    this.holds = holds;
  }

  // Where among the terms something is written in other ways too, by its place.
  of(terms, quoted) {
    const made = new Map();
    for (let at = 0; at < terms.length;) {
      const way = this.shortAt(terms, at) || this.pairAt(terms, at, quoted) || this.singleAt(terms[at], quoted);
      if (way) {
        const held = each => (each.length === 1 && /^\p{L}+$/u.test(each[0])) || each.every(this.holds);
        made.set(at, way.instead ? way : {...way, others: way.others.filter(held)});
      }
      at += way ? way.width : 1;
    }
    return made;
  }

  slot(way, typed) { return way.instead ? way.others : [typed, ...way.others]; }

  // The other way to write the initials of a name that stands behind them: J.K. or JK Rowling, J. K.
  // Rowling. null of anything else.
  initials(text, behind) {
    return /^\P{Ll}*\p{Lu}\P{Ll}*$/u.test(text) && /^\p{Lu}.*\p{Ll}/u.test(behind) ? this.otherWay(text) : null;
  }

  // The same of what is typed in small letters too, and may be words as well: it is searched right
  // before the name alone.
  anyInitials(text, behind) {
    if (!/^\P{Lu}*\p{Ll}\P{Lu}*$/u.test(text) || !/^\p{L}{3,}$/u.test(behind) || this.small.has(box.fold(behind))) {
      return this.initials(text, behind);
    }
    return /^\p{L}{3}$/u.test(text) && /[aeiouy]/.test(text) ? null : this.otherWay(text);
  }

  otherWay(text) {
    const letters = [...text.replace(/[^\p{L}]/gu, "")].map(letter => box.fold(letter)), joined = letters.join("");
    if (!/^\p{L}(?:\.? ?\p{L})+\.?$/u.test(text) || letters.length > 3 || this.small.has(joined)) return null;
    return text.includes(" ") ? [joined] : letters;
  }

  // How a word before a name is also written, where it is a part of it: St, Saint.
  otherBeginnings(text, behind) {
    const isName = /^\p{L}{2,}$/u.test(behind) && (/^\p{Lu}/u.test(behind) || !this.small.has(box.fold(behind)));
    return isName && box.has(this.short, box.fold(text)) ? this.short[box.fold(text)] : [];
  }

  // The terms that words with a blank behind them may be with the name there, if they are written in
  // another way that stands in the articles.
  beforeName(text, {term, written}) {
    let others = this.otherBeginnings(text.replace(/\.$/, ""), written).map(each => [each]);
    const other = others.length ? null : this.anyInitials(text, written);
    if (other) others = [other];
    return others.map(each => [...each, term]).filter(each => each.every(this.holds));
  }

  // The beginning of a name that is also written in short or in full.
  shortAt(terms, at) {
    let behind = at + 1;
    while (behind < terms.length && terms[behind - 1].after === " "
      && terms[behind - 1].term.length === 1 && terms[behind].term.length === 1) behind += 1;
    if (behind === terms.length) return null;
    const {after} = terms[behind - 1], name = terms[behind].written;
    const written = terms.slice(at, behind).map(each => each.written).join(" ");
    const others = /^[- ]$/.test(after) ? this.otherBeginnings(written, name) : [];
    if (others.length) return {width: 1, others: others.map(each => [each])};
    const other = after === " " ? this.anyInitials(written, name) : null;
    return other && {width: behind - at, others: [other]};
  }

  pairAt(terms, at, quoted) {
    if (at + 1 >= terms.length) return null;
    const {term: one, after, written} = terms[at], {term: two, written: next} = terms[at + 1];
    if (this.isArabic(one) && this.isArabic(two)) return this.arabicPair(one, two, after);
    const hyphen = after === "-";
    if (!hyphen && after !== " ") return null;
    if (this.isDimension(terms, at)) {
      return {width: 2, others: this.dimensions(one, two, next !== next.toLowerCase()), instead: true};
    }
    if (this.isDesignation(terms, at)) {
      return {width: 2, others: this.designations(one, two), instead: true};
    }
    if (!hyphen && /^[1-9]\d{0,2}$/.test(one) && /^\d{3}$/.test(two)) {
      return {width: 2, others: [[one + two]], loose: true};
    }
    if (/^\d+(?:\.\d+)?$/.test(one)) {
      return this.units.has(two) ? {width: 2, others: [[one + two]]} : null;
    }
    if (hyphen ? this.mayJoin(one, two) : this.noWords.has(one) && this.isListed(one, two)) {
      const other = quoted ? [] : this.inflected(two).slice(1).map(form => [one, form]);
      return {width: 2, others: [[one + two], ...other]};
    }
    return null;
  }

  // Letters and figures that are one: with a hyphen, or with a blank where capitals say so.
  isDesignation(terms, at) {
    const {after, written: one} = terms[at], two = terms[at + 1].written;
    if (!/^\p{L}{1,6}$/u.test(one) || !/^\d{1,4}(?:[A-Za-z]{1,3}\d{0,2})?$/.test(two)) return false;
    if (after !== " ") return at === 0 || terms[at - 1].after === " " || /\p{L}$/u.test(terms[at - 1].written);
    if (at > 0 && terms[at - 1].after !== " " && !/\p{L}$/u.test(terms[at - 1].written)) return false;
    if (!/^\d{1,4}[A-Z]?s?$/.test(two)) return false;
    if (/^[A-ZА-Я]$/.test(one)) return !/^[AEIOUYÀИКОСУЯ]$/.test(one) || at > 0;
    if (/^[A-Z]{2,6}$/.test(one)) return /^\d{1,2}[Ss]?$/.test(two);
    return /^[A-Z][a-z]{0,3}[A-Z]$/.test(one);
  }

  isDimension(terms, at) {
    const {after, written: one} = terms[at], two = terms[at + 1].written;
    if (!/^\d{1,2}$/.test(one) || (at > 0 && terms[at - 1].after !== " ")) return false;
    return after === " " ? /^[DG]$/.test(two) && terms[at + 1].after !== "-" : /^\p{L}$/u.test(two);
  }

  singleAt({term, written, joined}, quoted) {
    const upper = written.slice(-1) !== written.slice(-1).toLowerCase();
    const found = this.single(term, quoted, upper);
    const others = [this.inTwoLetters(written), joined].filter(Boolean).map(each => [each]);
    if (others.length) return {width: 1, others: [...others, ...(found ? found.others : [])]};
    return found && found.others.length ? found : null;
  }

  single(word, quoted, upper) {
    if (/^(?:\d\d)?\d0s$/.test(word)) return {width: 1, others: [[word]]};
    let parts = /^(\d{1,2})(\p{L})$/u.exec(word);
    if (parts) return {width: 1, others: this.dimensions(parts[1], parts[2], upper), instead: true};
    parts = /^(\p{L}{1,6})(\d{1,4}(?:[a-z]{1,3}\d{0,2})?)$/u.exec(word);
    if (parts) return {width: 1, others: this.designations(parts[1], parts[2]), instead: true};
    const measure = /^(\d+(?:\.\d+)?)(\p{L}{1,4})$/u.exec(word);
    parts = measure && this.units.has(measure[2]) ? measure : /^([1-9]\d{0,2})(\d{3})$/.exec(word);
    if (parts) return {width: 1, others: [[parts[1], parts[2]]]};
    if (this.isArabic(word)) return {width: 1, others: this.touching(word)};
    return /^\p{L}+$/u.test(word) ? {width: 1, others: this.withMark(word, quoted)} : null;
  }

  // A word as it is written where there are no umlauts: Müller, Mueller.
  inTwoLetters(written) {
    const two = {ä: "ae", ö: "oe", ü: "ue", ø: "oe", å: "aa"}, small = written.toLowerCase().normalize("NFC");
    const other = small.replace(/[äöüøå]/g, letter => two[letter]);
    return other !== small && /^\p{L}+$/u.test(other) ? box.fold(other) : "";
  }

  isArabic(word) { return /^[\u0600-\u06ff]/.test(word); }

  // Persian words whose parts touch, or have a joiner without room between them, or a blank.
  arabicPair(one, two, after) {
    const others = [[one + two]];
    if (after === "\u200c") return {width: 2, others};
    if (after !== " ") return null;
    if (this.verbs.includes(one) || this.plurals.includes(two)) return {width: 2, others};
    return this.mayTouch(one, two) || this.holds(one + two) ? {width: 2, others, loose: true} : null;
  }

  mayTouch(one, two) { return this.before.includes(one) || this.after.includes(two); }

  touching(word) {
    const found = [];
    for (let at = 2; at < word.length - 1; at++) {
      const one = word.slice(0, at), two = word.slice(at);
      const isOne = this.mayTouch(one, two) ? this.holds(this.after.includes(two) ? one : two)
        : Math.min(at, two.length) >= 3 && this.holds(one) && this.holds(two);
      if (isOne) found.push([one, two]);
    }
    return found;
  }

  withMark(word, quoted) {
    const others = [];
    for (const [one, two] of this.cuts(word)) {
      for (const form of quoted ? [two] : this.inflected(two)) {
        others.push([one, form]);
        if (!/[aeiouy]/.test(word)) others.push([one + form]);
      }
    }
    return others;
  }

  dimensions(figures, letter, upper) {
    const whole = figures + letter;
    const apart = this.units.has(letter) && !upper ? [[figures, letter]] : [];
    return [[whole], [whole, letter], ...apart];
  }

  designations(letters, figures) {
    const singular = figures.replace(/s$/, ""), last = figures.replace(/^\d+/, "");
    const forms = [figures, singular === figures ? `${singular}s` : singular];
    const made = forms.slice(0, last.length < 2 ? 2 : 1).flatMap(form => [[letters + form], [letters + form, form]]);
    return letters.length + figures.length >= 5 ? [...made, [letters, figures]] : made;
  }

  mayJoin(first, second) {
    const letters = /^\p{L}{3,}$/u.test(second);
    if (this.begins(first, second) || this.hyphened.has(first)) {
      return letters && !(first === "re" && this.notOfRe.has(this.stem(second)));
    }
    if (/^\p{L}$/u.test(first)) return letters;
    return this.isListed(first, second);
  }

  begins(first, second) {
    return box.has(this.beginnings, first) && second.startsWith(this.beginnings[first]);
  }

  isListed(first, second) {
    return box.has(this.listed, first) && this.listed[first]
      .some(tail => second.startsWith(tail) && this.endings.has(second.slice(tail.length)));
  }

  cuts(word) {
    const found = [];
    for (let at = 1; at < word.length; at++) {
      const first = word.slice(0, at), second = word.slice(at);
      const begun = this.begins(first, second) && second.length >= 3;
      if (this.isListed(first, second) || (begun && this.inflected(second).some(this.holds))) found.push([first, second]);
    }
    return found;
  }

  // A word, its plural or singular, and its other English forms that stand in the articles.
  inflected(word) {
    const plural = word.endsWith("s") ? word.slice(0, -1) : `${word}s`, stem = this.stem(word);
    const forms = stem.length < 3 ? [] : [stem, stem + stem.slice(-1)]
      .flatMap(each => this.forms.map(end => each + end)).filter(this.holds);
    return [...new Set([word, plural, ...forms])];
  }

  stem(word) {
    const end = ["ing", "ions", "ion", "ed", "es", "s", "e"]
      .find(each => word.endsWith(each) && word.length - each.length >= 3);
    return end ? word.slice(0, -end.length) : word;
  }
};
