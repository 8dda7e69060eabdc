"""The words for what was found about an election's archive, by code (lib/belenios); places come before them."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from gongzhi.kernel.record.verdicts import LANGUAGES
from gongzhi.lib.belenios import Refused
from gongzhi.lib.certificate import Finding, Value

PLACES: Mapping[str, Promise] = {
    "part": _("档案的“{part}”部分"),
    "ballot": _("第 {ballot} 张选票"),
    "trustee": _("第 {trustee} 位密钥持有人"),
    "question": _("第 {question} 题"),
    "choice": _("第 {choice} 项"),
}
FAULTS: Mapping[str, Promise] = {
    "answer_not_admitted": _("所作的选择不符合这道题的规定"),
    "archive_cut": _("档案不完整，文件在中途断开"),
    "archive_entry": _("这不是选举档案，或者文件已损坏"),
    "archive_hash": _("档案中有一件内容与它的摘要不符，内容被改动"),
    "archive_header": _("这不是选举档案，或者开头被改动"),
    "archive_not_canonical": _("档案中有多余或者写法不规范的内容"),
    "ballot_twice": _("与第 {first} 张选票完全相同，是复制的"),
    "blank_proof": _("不能证明弃权票没有另选他人"),
    "certificates": _("密钥持有人的证书重复或者数量不对（{seen} 份）"),
    "commitments": _("密钥持有人公开的系数数量不对：应有 {wanted} 个，实有 {seen} 个"),
    "commitments_changed": _("本人公开的系数在传递中被调换"),
    "credential_form": _("投票码应为 15 位字母和数字"),
    "credential_mistyped": _("投票码有误，请核对每一位字符"),
    "credential_not_a_key": _("名单第 {number} 个投票凭证不成立"),
    "credential_twice": _("名单第 {number} 个投票凭证重复"),
    "credential_unknown": _("投票人的投票凭证不在名单上"),
    "credential_weight": _("名单第 {number} 个投票凭证的权重写法不对"),
    "decryption_proof": _("部分解密的证明不成立"),
    "decryptions_missing": _("还缺少 {missing} 位密钥持有人的部分解密"),
    "election_hash": _("选票是为内容不同的选举做的"),
    "election_uuid": _("选票是为另一次选举做的"),
    "event_chain": _("第 {height} 号事件与前一事件衔接不上，其间有内容被改动或者抽走"),
    "event_order": _("第 {height} 号事件的次序不对"),
    "event_type": _("第 {height} 号事件的种类不认识"),
    "group_unknown": _("不认识选举所用的密码群"),
    "individual_proof": _("不能证明这一项只投了 0 票或者 1 票"),
    "json": _("内容不是合格的 JSON"),
    "length": _("数量不对：应有 {wanted} 个，实有 {seen} 个"),
    "message_encryption": _("密钥持有人之间的信件无法解开，不是写给本人的，或者被改动"),
    "message_recipient": _("密钥持有人之间的信件不是写给本人的"),
    "message_signature": _("密钥持有人之间的信件签名不成立"),
    "no_logarithm": _("票数超出了总权重"),
    "not_a_key": _("公钥不成立"),
    "not_an_element": _("密文的写法不对"),
    "not_an_exponent": _("证明中的数字写法不对"),
    "not_canonical": _("写法不规范"),
    "not_counted": _("选票还没有汇总，现在不能解密"),
    "not_in_group": _("密文不在规定的密码群之内"),
    "overall_proof": _("不能证明所选的人数符合规定"),
    "payload_missing": _("第 {height} 号事件所指的内容不在档案中"),
    "payload_stray": _("第 {height} 号事件带有不应有的内容"),
    "proof_of_knowledge": _("不能证明密钥持有人确实掌握自己的密钥"),
    "public_key_differs": _("选举的公钥不是由密钥持有人的公钥合成的"),
    "question_limits": _("题目的选择人数规定不成立"),
    "question_not_homomorphic": _("含有排序或者打分的题目，本程序不支持"),
    "result_differs": _("公布的票数（{seen}）与选票不符"),
    "secret_share": _("送来的密钥份额与公开的系数不符"),
    "seed_form": _("密钥持有人的密钥应为 22 位字母和数字"),
    "seed_of_nobody": _("这份密钥不属于这次选举的任何一位密钥持有人"),
    "shape": _("内容缺少规定的项目，或者有多余的项目"),
    "shuffles_not_supported": _("第 {height} 号事件是混洗，本程序不支持"),
    "signature": _("选票的签名不成立"),
    "signature_hash": _("选票内容与签名时不同，被改动过"),
    "tally_differs": _("公布的汇总密文不是这 {ballots} 张有效选票合成的，选票或者权重被改动"),
    "tally_hash": _("汇总密文与它的摘要不符"),
    "tally_size_differs": _("公布的选票数或者总权重不对：应为 {ballots} 张，权重 {weight}"),
    "threshold": _("解密所需的人数规定不成立（共 {trustees} 人）"),
    "trustee_kind": _("不认识密钥持有人的种类"),
    "trustee_unknown": _("没有这位密钥持有人，或者其部分解密出现了两次"),
    "trustees": _("密钥持有人的数量不对（{seen} 人）"),
    "uuid": _("选举的编号不成立"),
    "verification_key": _("密钥持有人的公钥与各人公开的系数不符"),
    "version": _("档案的版本不认识"),
    "weight_too_large": _("总权重 {seen} 超过 {most}"),
}
PROVED: Mapping[str, Promise] = {
    "chain": _("{events} 个事件首尾相接，没有改动、遗漏和调换"),
    "key": _("选举公钥由 {trustees} 位密钥持有人的公钥合成，至少 {needed} 人一起才能解密"),
    "credentials": _("名单有 {voters} 个投票凭证，互不相同，总权重 {weight}"),
    "ballots": _("{ballots} 张选票都由名册上的人签名，都符合规定；其中 {replaced} 张被同一人后来的选票代替"),
    "counted": _("汇总密文正是 {ballots} 张有效选票按权重合成的，总权重 {weight}"),
    "decryptions": _("{trustees} 位密钥持有人的部分解密都正确"),
    "result": _("公布的结果（{questions} 道题）正是有效选票之和"),
}
UNPROVED: Mapping[str, Promise] = {
    "not_counted": _("选票还没有汇总"),
    "not_decrypted": _("结果还没有揭晓，尚缺 {missing} 位密钥持有人的部分解密"),
    "electorate": _("不能证明名单上的投票凭证都发给了有投票权的人；请与公布的选民或者业主名册核对人数和权重"),
    "device": _("不能证明投票人的手机如实加密；投票人可以在公示板核对自己的选票号"),
    "coercion": _("不能防止有人在投票人身旁看着其投票，或者代为保管投票码"),
}
ALL: Mapping[str, Promise] = {**PROVED, **FAULTS, **UNPROVED}


def words(finding: Finding) -> list[str]:
    """Answer the sentence in Chinese and in English, with the place in the archive before it."""
    return [_said(finding.code, finding.values, language) for language in LANGUAGES]


def refusal_words(refusal: Refused) -> str:
    """Answer why something is refused, in both languages."""
    return "\n".join(words(Finding(refusal.reason, refusal.values)))


def _said(code: str, values: Mapping[str, Value], language: str) -> str:
    comma, colon = (", ", ": ") if language == "en" else ("，", "：")
    with override(language):
        places = [] if code in PROVED else [str(PLACES[name]) for name in PLACES if name in values]
        sentence = colon.join([*([comma.join(places)] if places else []), str(ALL[code])])
        return sentence.format_map(_Known(values))


class _Known(dict[str, Value]):
    """Values of a sentence; what was not seen is a dash."""

    def __missing__(self, key: str) -> str:
        return "—"
