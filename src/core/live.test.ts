import { expect, test } from "vitest";
import boatRace from "../cases/boat-race.ts";
import vault from "../cases/vault.ts";
import { MINDS } from "../minds/index.ts";
import type { AnyCase } from "./case.ts";
import { beginLife, isSavedLife, resumeLife } from "./live.ts";
import { read, written } from "./snapshot.ts";

const born = (subject: AnyCase, seed = 1) => {
  const { world, drives } = subject.build({});
  const mind = MINDS["brain-like"]!();
  return { world, drive: drives.naive!, mind, life: beginLife(world, drives.naive!, mind, { seed }) };
};

test("the same seed lives the same life, another seed another", () => {
  const [one, two, other] = [born(vault), born(vault), born(vault, 2)].map(({ life }) => [...life.live(300)]);
  expect(one).toEqual(two);
  expect(one).not.toEqual(other);
});

test("a life that is written down and read again goes on as if it had never stopped", () => {
  const { world, drive, mind, life } = born(vault);
  life.run(500);
  const saved = read(written(life.save()));
  if (!isSavedLife(saved)) throw new Error("not a saved life");
  expect([...resumeLife(world, drive, mind, saved).live(200)]).toEqual([...life.live(200)]);
});

test("two futures of one past share nothing but the past", () => {
  const { life } = born(boatRace);
  life.run(100);
  const fork = life.fork();
  fork.run(1000);
  expect(life.step).toBe(100);
  expect([...life.live(50)]).toEqual([...born(boatRace).life.live(150)].slice(100));
});

test("two futures with other draws differ", () => {
  const { life } = born(vault);
  life.run(100);
  expect([...life.fork(7).live(100)]).not.toEqual([...life.fork(8).live(100)]);
});

test("what is damaged is refused", () => {
  const text = written(born(vault).life.save());
  expect(() => read(text.replace("vault", "vaults"))).toThrow("its checksum does not match");
  expect(() => read(text.slice(0, -2))).toThrow("its checksum does not match");
  expect(() => read("{}")).toThrow("not a saved life");
});

test("a saved life goes on only in its own world, with its own mind", () => {
  const { world, drive, mind, life } = born(vault);
  const { world: race, drive: arrows } = born(boatRace);
  const saved = life.save();
  if (!isSavedLife(saved)) throw new Error("not a saved life");
  expect(() => resumeLife(race, arrows, mind, saved)).toThrow('was lived in "vault", not in "boat-race"');
  expect(() => resumeLife(world, drive, { ...mind, name: "other" }, saved)).toThrow('a mind "brain-like"');
});
