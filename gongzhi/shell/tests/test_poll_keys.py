"""Holders make one key together on their pages, with the browser or with files; some of them open the box."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from gongzhi.kernel.ballots.encrypted import bel, read_trustees
from gongzhi.kernel.ballots.models import KeyPart
from gongzhi.kernel.ballots.selectors import lacking
from gongzhi.kernel.ballots.services import preparing
from gongzhi.kernel.ballots.tests.secret import HOLDERS, Secret
from gongzhi.kernel.ballots.tests.world import MONDAY, OPENS, Booths, Case, known
from gongzhi.lib.belenios import ceremony, decrypting

from .test_polls import AFTER, NOW, YES, page


class Keys:
    """What the holders compute on machines of their own, and their pages."""

    def __init__(self, booths: Booths) -> None:
        self.booths, self.election = booths, Secret(booths)
        self.poll = self.election.poll
        self.election.make_ready(at=MONDAY)
        rows = "\n".join(f"{username}，监票人" for username in HOLDERS)
        given = {"appoint-holders": rows, "appoint-threshold": "2"}
        page(booths, "secretary", "poll_do", self.poll.pk, "appoint", at=MONDAY, **given)
        self.poll.refresh_from_db()
        made = [ceremony.certificate(self.election.group) for _ in HOLDERS]
        self.seeds, self.certificates = [seed for seed, _ in made], [text for _, text in made]

    def page(self, who: int, **data: object):
        return page(self.booths, HOLDERS[who], "poll_keys", self.poll.pk, at=MONDAY, **data)

    def file(self, who: int, name: str) -> str:
        answer = page(self.booths, HOLDERS[who], "poll_key_file", self.poll.pk, name, at=MONDAY)
        return answer.content.decode() if answer.status_code == 200 else ""

    def give(self, who: int, step: str, text: str) -> int:
        return self.page(who, step=step, part=text).status_code

    def certify(self) -> list[str]:
        for who, text in enumerate(self.certificates):
            assert self.give(who, "certificate", text) == 302
        return self.file(0, "certs").split()

    def commit(self) -> None:
        certs = self.certify()
        for who, seed in enumerate(self.seeds):
            made = ceremony.polynomial(self.election.group, seed, certs, 2)
            assert self.give(who, "polynomial", made) == 302

    def share(self, who: int) -> str:
        certs, vinput = self.file(who, "certs").split(), self.file(who, "vinput")
        return ceremony.share(self.election.group, self.seeds[who], certs, 2, vinput)


@pytest.fixture
def keys(db: None, monkeypatch: pytest.MonkeyPatch) -> Keys:
    case = Case()
    known(monkeypatch, case)
    return Keys(Booths(case))


def test_two_of_three_open_what_three_made_on_their_pages(keys: Keys) -> None:
    assert 'data-task="certificate"' in keys.page(0).content.decode()
    keys.commit()
    assert 'data-task="share"' in keys.page(2).content.decode()
    for who in range(3):
        assert keys.give(who, "output", keys.share(who)) == 302
    keys.poll.refresh_from_db()
    assert (len(read_trustees(keys.poll).keys), keys.poll.threshold) == (3, 2)
    assert "共同密钥已生成" in keys.page(1).content.decode()
    booths, election = keys.booths, keys.election
    booths.step(keys.poll.matter, "open_election", at=OPENS)
    election.vote("rep02", YES, at=NOW)
    booths.step(keys.poll.matter, "close_election", at=AFTER)
    keys.poll.refresh_from_db()
    election.seal(at=AFTER)
    for who, finished in ((0, False), (2, True)):
        shown = page(booths, HOLDERS[who], "poll_keys", keys.poll.pk, at=AFTER).content.decode()
        assert "data-together data-sealed=" in shown
        secret = ceremony.decryption_key(election.group, keys.seeds[who], keys.file(who, "dkey"))
        text = decrypting.contribute(bel(keys.poll, "person", archive=keys.poll.archives.get()), secret).text
        given = {"scheme": "person", "partial_decryption": text}
        assert page(booths, HOLDERS[who], "poll_keys", keys.poll.pk, at=AFTER, **given).status_code == 302
        assert (keys.poll.archives.get().result is not None) is finished
    with pytest.raises(DatabaseError), transaction.atomic():
        KeyPart.objects.filter(part="output").update(text="{}")


def test_the_poll_says_whose_step_is_due_and_a_holder_who_gave_theirs_waits(keys: Keys) -> None:
    keys.give(0, "certificate", keys.certificates[0])
    assert "您这一步已经完成" in keys.page(0).content.decode()
    names = [keys.booths.people[username].name for username in HOLDERS]
    [said] = [each for each in lacking(keys.poll, OPENS) if "共同密钥" in each]
    assert (names[0] in said, names[1] in said, names[2] in said) == (False, True, True)
    assert keys.file(0, "certs") == ""


def test_what_does_not_fit_its_step_is_refused(keys: Keys) -> None:
    assert keys.give(0, "polynomial", "{}") == 409
    keys.give(0, "certificate", keys.certificates[0])
    assert keys.give(1, "certificate", keys.certificates[0]) == 409
    assert keys.give(1, "certificate", "[") == 409
    keys.commit()
    assert keys.give(0, "output", keys.share(1)) == 409
    other = ceremony.polynomial(keys.election.group, keys.seeds[0], keys.certificates, 2)
    assert keys.give(0, "polynomial", other) == 409


def test_a_file_of_the_command_is_taken_and_a_stranger_gets_none(keys: Keys) -> None:
    file = SimpleUploadedFile("cert.json", (keys.certificates[0] + "\n").encode())
    assert keys.page(0, step="certificate", file=file).status_code == 302
    stranger = page(keys.booths, "rep02", "poll_key_file", keys.poll.pk, "certs", at=MONDAY)
    assert stranger.status_code == 403


def test_whoever_runs_the_poll_does_not_exchange_a_key_that_holders_have_begun(keys: Keys) -> None:
    keys.give(0, "certificate", keys.certificates[0])
    file = SimpleUploadedFile("threshold.json", b"{}")
    given = {"trustees-file": file}
    sent = page(keys.booths, "secretary", "poll_do", keys.poll.pk, "trustees", at=MONDAY, **given)
    assert sent.status_code in (404, 409)
    named = [(u, "监票人", keys.booths.people[u].pk) for u in HOLDERS]
    who = {"poll_id": keys.poll.pk, "actor": keys.booths.runner, "at": MONDAY}
    preparing.appoint(holders=named, threshold=2, **who)
    assert not KeyPart.objects.exists()
